using System;

namespace XenDma.Samples.Broken.Memory;

/// <summary>A user-space driver of a flash chip, with commands of a few bytes.</summary>
public sealed class StackMapped(Device flash, ICard card, HostMemory host)
{
    private const int CommandBytes = 8;

    /// <summary>The command is a variable of the method.</summary>
    public bool Identify()
    {
        Span<byte> command = stackalloc byte[CommandBytes];
        command[0] = 0x9f;
        DmaAddr address = host.MapSpan(flash, command, CommandBytes, DmaDirection.ToDevice); // expect: XDMA6001
        if (flash.MappingError(address)) return false;
        card.Send(address, CommandBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        host.Unmap(flash, address, CommandBytes, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>The command has memory of its own, which stays where it is.</summary>
    public bool IdentifyMended()
    {
        byte[] command = GC.AllocateArray<byte>(CommandBytes, pinned: true);
        command[0] = 0x9f;
        DmaAddr address = host.MapArray(flash, command, CommandBytes, DmaDirection.ToDevice);
        if (flash.MappingError(address)) return false;
        card.Send(address, CommandBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        host.Unmap(flash, address, CommandBytes, DmaDirection.ToDevice);
        return isSent;
    }
}
