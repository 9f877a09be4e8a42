namespace XenDma.Samples.Broken.Agreement;

/// <summary>A receive path that maps a frame and syncs its whole page.</summary>
public sealed class SyncOutside(Device nic, ICard card)
{
    private const int MaxFrame = 1514;
    private const int PageBytes = 4096;

    /// <summary>Behind the frame's slot lies another's.</summary>
    public byte[]? Receive(GuestBuffer page)
    {
        DmaAddr address = nic.MapSingle(page, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, PageBytes, DmaDirection.FromDevice); // expect: XDMA3008
        byte[] frame = page.Span[..MaxFrame].ToArray();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return frame;
    }

    /// <summary>No more is synced than is mapped.</summary>
    public byte[]? ReceiveMended(GuestBuffer page)
    {
        DmaAddr address = nic.MapSingle(page, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, MaxFrame, DmaDirection.FromDevice);
        byte[] frame = page.Span[..MaxFrame].ToArray();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return frame;
    }
}
