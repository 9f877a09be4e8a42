namespace XenDma.Samples.Broken.Agreement;

/// <summary>A receive path that maps room for the longest frame, and unmaps the header that it looked at.</summary>
public sealed class SizeDiffers(Device nic, ICard card)
{
    private const int MaxFrame = 9216;
    private const int HeaderBytes = 64;

    /// <summary>The slots behind the header are neither copied back nor freed.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, HeaderBytes, DmaDirection.FromDevice); // expect: XDMA3001
        return buffer.Span[..MaxFrame].ToArray();
    }

    /// <summary>As much is unmapped as was mapped, whatever came in.</summary>
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
