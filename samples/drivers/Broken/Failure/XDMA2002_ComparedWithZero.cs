namespace XenDma.Samples.Broken.Failure;

/// <summary>A transmit path that takes an address of 0 for a failure, as an allocator's null.</summary>
public sealed class ComparedWithZero(Device nic, ICard card)
{
    /// <summary>No platform's error value is 0: a failure goes through.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (address.Value == 0) return false; // expect: XDMA2002
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>The platform is asked.</summary>
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
