using System;

namespace XenDma.Samples.Broken.Memory;

/// <summary>A user-space driver that reads blocks of a flash chip into arrays.</summary>
public sealed class NotPinned(Device flash, ICard card, HostMemory host)
{
    private const int BlockBytes = 256;

    /// <summary>The garbage collector moves the array while the card is at work: the block arrives where the array was.</summary>
    public byte[]? Read()
    {
        byte[] block = new byte[BlockBytes];
        DmaAddr address = host.MapArray(flash, block, BlockBytes, DmaDirection.FromDevice); // expect: XDMA6002
        if (flash.MappingError(address)) return null;
        card.Receive(address, BlockBytes);
        if (!card.Wait()) card.Stop();
        host.Unmap(flash, address, BlockBytes, DmaDirection.FromDevice);
        return block;
    }

    /// <summary>An array that is made pinned never moves.</summary>
    public byte[]? ReadMended()
    {
        byte[] block = GC.AllocateArray<byte>(BlockBytes, pinned: true);
        DmaAddr address = host.MapArray(flash, block, BlockBytes, DmaDirection.FromDevice);
        if (flash.MappingError(address)) return null;
        card.Receive(address, BlockBytes);
        if (!card.Wait()) card.Stop();
        host.Unmap(flash, address, BlockBytes, DmaDirection.FromDevice);
        return block;
    }
}
