namespace XenDma.Samples.Broken.Failure;

/// <summary>A transmit path with one clean-up for all failures, that of the map among them.</summary>
public sealed class FailedMappingUnmapped(Device nic, ICard card)
{
    /// <summary>The error value is unmapped.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice, DmaAttrs.NoWarn);
        if (nic.MappingError(address))
        {
            nic.UnmapSingle(address, length, DmaDirection.ToDevice); // expect: XDMA2004
            return false;
        }

        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>A map that failed left nothing to undo.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice, DmaAttrs.NoWarn);
        if (nic.MappingError(address)) return false;
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }
}
