namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A disk read whose time-out cleans up on its own, and then takes the way out that all paths share.</summary>
public sealed class DoubleUnmap(Device disk, ICard card)
{
    private const int SectorBytes = 512;

    /// <summary>The reads that the disk did not answer.</summary>
    public int Timeouts { get; private set; }

    /// <summary>After a time-out the sector is unmapped twice.</summary>
    public bool Read(GuestBuffer sector)
    {
        DmaAddr address = disk.MapSingle(sector, SectorBytes, DmaDirection.FromDevice);
        if (disk.MappingError(address)) return false;
        card.Receive(address, SectorBytes);
        bool isDone = card.Wait();
        if (!isDone)
        {
            card.Stop();
            disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice);
            Timeouts++;
        }

        disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice); // expect: XDMA1003
        return isDone;
    }

    /// <summary>One unmap, on the way that all paths share.</summary>
    public bool ReadMended(GuestBuffer sector)
    {
        DmaAddr address = disk.MapSingle(sector, SectorBytes, DmaDirection.FromDevice);
        if (disk.MappingError(address)) return false;
        card.Receive(address, SectorBytes);
        bool isDone = card.Wait();
        if (!isDone)
        {
            card.Stop();
            Timeouts++;
        }

        disk.UnmapSingle(address, SectorBytes, DmaDirection.FromDevice);
        return isDone;
    }
}
