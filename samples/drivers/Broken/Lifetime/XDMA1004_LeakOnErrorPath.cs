namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A transmit path that looks whether the link is up when the frame is mapped already.</summary>
public sealed class LeakOnErrorPath(Device nic, ICard card)
{
    /// <summary>Each frame that meets a link that is down keeps its slot for good.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice); // expect: XDMA1004
        if (nic.MappingError(address)) return false;
        if (!card.IsReady) return false;
        card.Send(address, length);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return true;
    }

    /// <summary>The link is asked first.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        if (!card.IsReady) return false;
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, length);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return true;
    }
}
