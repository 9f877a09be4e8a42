namespace XenDma.Samples.Broken.Ownership;

/// <summary>A receive path that looks at a frame's type to see whether anybody wants it.</summary>
public sealed class CpuReads(Device nic, ICard card)
{
    private const int MaxFrame = 1514;

    /// <summary>The frame lies in its slot still: the CPU reads what was in the buffer before.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        bool isWanted = buffer[12] != 0; // expect: XDMA4001
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return isWanted ? buffer.Span[..MaxFrame].ToArray() : null;
    }

    /// <summary>The part that the CPU wants to see is synced first.</summary>
    public byte[]? ReceiveMended(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.SyncSingleForCpu(address, 64, DmaDirection.FromDevice);
        bool isWanted = buffer[12] != 0;
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return isWanted ? buffer.Span[..MaxFrame].ToArray() : null;
    }
}
