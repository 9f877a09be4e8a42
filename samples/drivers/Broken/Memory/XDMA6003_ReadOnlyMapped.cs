using System;

namespace XenDma.Samples.Broken.Memory;

/// <summary>A user-space driver whose reset command is a constant of the program, and which the chip answers in place.</summary>
public sealed class ReadOnlyMapped(Device flash, ICard card, HostMemory host)
{
    private static ReadOnlySpan<byte> ResetCommand => [0x66, 0x99, 0x00, 0x00];

    /// <summary>The card is to write into the image of the program.</summary>
    public bool Reset()
    {
        DmaAddr address = host.MapConstant(flash, ResetCommand, ResetCommand.Length, DmaDirection.Bidirectional); // expect: XDMA6003
        if (flash.MappingError(address)) return false;
        card.Send(address, ResetCommand.Length);
        card.Receive(address, ResetCommand.Length);
        bool isReset = card.Wait();
        if (!isReset) card.Stop();
        host.Unmap(flash, address, ResetCommand.Length, DmaDirection.Bidirectional);
        return isReset;
    }

    /// <summary>The constant is copied to memory that may be written.</summary>
    public bool ResetMended()
    {
        byte[] command = GC.AllocateArray<byte>(ResetCommand.Length, pinned: true);
        ResetCommand.CopyTo(command);
        DmaAddr address = host.MapArray(flash, command, command.Length, DmaDirection.Bidirectional);
        if (flash.MappingError(address)) return false;
        card.Send(address, command.Length);
        card.Receive(address, command.Length);
        bool isReset = card.Wait();
        if (!isReset) card.Stop();
        host.Unmap(flash, address, command.Length, DmaDirection.Bidirectional);
        return isReset;
    }
}
