namespace XenDma.Samples.Broken.Agreement;

/// <summary>A card with two ports, each a device of its own.</summary>
public sealed class DeviceDiffers(Device firstPort, Device secondPort, ICard card)
{
    /// <summary>Mapped for one port, unmapped for the other.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = firstPort.MapSingle(frame, length, DmaDirection.ToDevice);
        if (firstPort.MappingError(address)) return false;
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        secondPort.UnmapSingle(address, length, DmaDirection.ToDevice); // expect: XDMA3003
        return isSent;
    }

    /// <summary>Who sends on a port maps and unmaps for it.</summary>
    public bool SendMended(GuestBuffer frame, int length) => SendOn(firstPort, frame, length) && SendOn(secondPort, frame, length);

    private bool SendOn(Device port, GuestBuffer frame, int length)
    {
        DmaAddr address = port.MapSingle(frame, length, DmaDirection.ToDevice);
        if (port.MappingError(address)) return false;
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        port.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }
}
