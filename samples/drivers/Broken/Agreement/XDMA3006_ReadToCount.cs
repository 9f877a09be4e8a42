namespace XenDma.Samples.Broken.Agreement;

/// <summary>A disk write that tells the card of every buffer, where it should tell of every mapped entry.</summary>
public sealed class ReadToCount(Device disk, ICard card)
{
    /// <summary>Where entries were joined, those behind the last one have no address.</summary>
    public bool Write(ScatterList list)
    {
        int mapped = disk.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped == 0) return false;
        for (int i = 0; i < list.Count; i++)
            card.Send(list.DmaAddressAt(i), list.BufferAt(i).Length); // expect: XDMA3006
        bool isWritten = card.Wait();
        if (!isWritten) card.Stop();
        disk.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return isWritten;
    }

    /// <summary>As many entries as MapSg returned, each with its own length.</summary>
    public bool WriteMended(ScatterList list)
    {
        int mapped = disk.MapSg(list, list.Count, DmaDirection.ToDevice);
        if (mapped == 0) return false;
        for (int i = 0; i < mapped; i++)
            card.Send(list.DmaAddressAt(i), list.DmaLengthAt(i));
        bool isWritten = card.Wait();
        if (!isWritten) card.Stop();
        disk.UnmapSg(list, list.Count, DmaDirection.ToDevice);
        return isWritten;
    }
}
