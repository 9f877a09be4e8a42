namespace XenDma.Samples.Broken.Agreement;

/// <summary>A command without data, which goes the way of those that have some.</summary>
public sealed class DirectionNone(Device disk, ICard card)
{
    private const int CommandBytes = 64;

    /// <summary>None is no direction: the kernel stops.</summary>
    public bool Flush(GuestBuffer command)
    {
        DmaAddr address = disk.MapSingle(command, CommandBytes, DmaDirection.ToDevice);
        if (disk.MappingError(address)) return false;
        card.Send(address, CommandBytes);
        bool isFlushed = card.Wait();
        if (!isFlushed) card.Stop();
        disk.UnmapSingle(address, CommandBytes, DmaDirection.None); // expect: XDMA3009
        return isFlushed;
    }

    /// <summary>The command itself goes to the device.</summary>
    public bool FlushMended(GuestBuffer command)
    {
        DmaAddr address = disk.MapSingle(command, CommandBytes, DmaDirection.ToDevice);
        if (disk.MappingError(address)) return false;
        card.Send(address, CommandBytes);
        bool isFlushed = card.Wait();
        if (!isFlushed) card.Stop();
        disk.UnmapSingle(address, CommandBytes, DmaDirection.ToDevice);
        return isFlushed;
    }
}
