namespace XenDma.Samples.Broken.Agreement;

/// <summary>A receive path that was made from the transmit path, with a word forgotten.</summary>
public sealed class DirectionDiffers(Device nic, ICard card)
{
    private const int MaxFrame = 1514;

    /// <summary>An unmap ToDevice copies nothing back: the frame stays in its slot.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.ToDevice); // expect: XDMA3002
        return buffer.Span[..MaxFrame].ToArray();
    }

    /// <summary>The direction is the map's.</summary>
    public byte[]? ReceiveMended(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return buffer.Span[..MaxFrame].ToArray();
    }
}
