namespace XenDma.Samples.Broken.Failure;

/// <summary>A transmit path that has never met a full pool.</summary>
public sealed class MapUnchecked(Device nic, ICard card)
{
    /// <summary>Where the map fails, the card is told the error value.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        card.Send(address, length); // expect: XDMA2001
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>The address is asked for before anybody is told.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }
}
