namespace XenDma.Samples.Broken.Agreement;

/// <summary>A disk write that ends its list with the number that MapSg returned.</summary>
public sealed class CountIsResult(Device disk, ICard card)
{
    /// <summary>Where entries were joined, the number is smaller, and the last entries stay mapped.</summary>
    public bool Write(ScatterList list)
    {
        int mapped = disk.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped == 0) return false;
        for (int i = 0; i < mapped; i++) card.Send(list.DmaAddressAt(i), list.DmaLengthAt(i));
        bool isWritten = card.Wait();
        if (!isWritten) card.Stop();
        disk.UnmapSg(list, mapped, DmaDirection.ToDevice); // expect: XDMA3005
        return isWritten;
    }

    /// <summary>The count is the one that MapSg was given.</summary>
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
