namespace XenDma.Samples.Broken.Ownership;

/// <summary>A card that writes a frame's header and the frame by two engines.</summary>
public sealed class Overlap(Device nic, ICard card)
{
    private const int HeaderBytes = 64;
    private const int FrameBytes = 1024;

    /// <summary>The header lies in both mappings: which of its two copies stays depends on which is unmapped last.</summary>
    public byte[]? Receive(GuestBuffer frame)
    {
        DmaAddr header = nic.MapSingle(frame.Slice(0, HeaderBytes), HeaderBytes, DmaDirection.FromDevice);
        if (nic.MappingError(header)) return null;
        DmaAddr whole = nic.MapSingle(frame.Slice(0, FrameBytes), FrameBytes, DmaDirection.FromDevice); // expect: XDMA4006
        if (nic.MappingError(whole))
        {
            nic.UnmapSingle(header, HeaderBytes, DmaDirection.FromDevice);
            return null;
        }

        card.Receive(header, HeaderBytes);
        card.Receive(whole + HeaderBytes, FrameBytes - HeaderBytes);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(header, HeaderBytes, DmaDirection.FromDevice);
        nic.UnmapSingle(whole, FrameBytes, DmaDirection.FromDevice);
        return frame.Span[..FrameBytes].ToArray();
    }

    /// <summary>Two mappings that touch and do not overlap.</summary>
    public byte[]? ReceiveMended(GuestBuffer frame)
    {
        DmaAddr header = nic.MapSingle(frame.Slice(0, HeaderBytes), HeaderBytes, DmaDirection.FromDevice);
        if (nic.MappingError(header)) return null;
        GuestBuffer rest = frame.Slice(HeaderBytes, FrameBytes - HeaderBytes);
        DmaAddr body = nic.MapSingle(rest, FrameBytes - HeaderBytes, DmaDirection.FromDevice);
        if (nic.MappingError(body))
        {
            nic.UnmapSingle(header, HeaderBytes, DmaDirection.FromDevice);
            return null;
        }

        card.Receive(header, HeaderBytes);
        card.Receive(body, FrameBytes - HeaderBytes);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(header, HeaderBytes, DmaDirection.FromDevice);
        nic.UnmapSingle(body, FrameBytes - HeaderBytes, DmaDirection.FromDevice);
        return frame.Span[..FrameBytes].ToArray();
    }
}
