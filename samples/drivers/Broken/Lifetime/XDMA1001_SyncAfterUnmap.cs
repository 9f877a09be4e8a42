namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A receive path that syncs a frame once more after its unmap, to be on the safe side.</summary>
public sealed class SyncAfterUnmap(Device nic, ICard card)
{
    private const int MaxFrame = 1514;

    /// <summary>The slot behind the address is free by then: what is copied from it may be another driver's.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        nic.SyncSingleForCpu(address, MaxFrame, DmaDirection.FromDevice); // expect: XDMA1001
        return buffer.Span[..MaxFrame].ToArray();
    }

    /// <summary>The unmap hands the whole frame to the CPU.</summary>
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
