namespace XenDma.Samples.Broken.Ownership;

/// <summary>A disk read that gives up after a while.</summary>
public sealed class ReleasedInFlight(Device disk, ICard card)
{
    private const int SectorBytes = 512;

    /// <summary>Nobody tells the disk: it writes when it comes to it, to whoever has the slot then.</summary>
    public bool Read(GuestBuffer sector)
    {
        DmaAddr address = disk.MapSingle(sector, SectorBytes, DmaDirection.FromDevice);
        if (disk.MappingError(address)) return false;
        card.Receive(address, SectorBytes);
        if (!card.Wait())
        {
            disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice); // expect: XDMA4007
            return false;
        }

        disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice);
        return true;
    }

    /// <summary>The disk is stopped before its memory is taken back.</summary>
    public bool ReadMended(GuestBuffer sector)
    {
        DmaAddr address = disk.MapSingle(sector, SectorBytes, DmaDirection.FromDevice);
        if (disk.MappingError(address)) return false;
        card.Receive(address, SectorBytes);
        bool isDone = card.Wait();
        if (!isDone) card.Stop();
        disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice);
        return isDone;
    }
}
