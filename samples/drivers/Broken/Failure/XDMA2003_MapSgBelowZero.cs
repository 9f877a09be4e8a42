namespace XenDma.Samples.Broken.Failure;

/// <summary>A disk write that expects a failed list to be told by a negative number.</summary>
public sealed class MapSgBelowZero(Device disk, ICard card)
{
    /// <summary>A list that could not be mapped counts 0 entries: nothing is written, all is well, and what was never mapped is unmapped.</summary>
    public bool Write(ScatterList list)
    {
        int mapped = disk.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped < 0) return false; // expect: XDMA2003
        for (int i = 0; i < mapped; i++) card.Send(list.DmaAddressAt(i), list.DmaLengthAt(i));
        bool isWritten = card.Wait();
        if (!isWritten) card.Stop();
        disk.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return isWritten;
    }

    /// <summary>0 is the failure.</summary>
    public bool WriteMended(ScatterList list)
    {
        int mapped = disk.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped == 0) return false;
        for (int i = 0; i < mapped; i++) card.Send(list.DmaAddressAt(i), list.DmaLengthAt(i));
        bool isWritten = card.Wait();
        if (!isWritten) card.Stop();
        disk.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return isWritten;
    }
}
