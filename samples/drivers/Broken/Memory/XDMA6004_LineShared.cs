namespace XenDma.Samples.Broken.Memory;

/// <summary>A control block: the card writes its answer into one part, the driver counts in another.</summary>
public sealed class LineShared(Device nic, ICard card)
{
    private const int CountAt = 64;
    private const int AnswerAt = 80;
    private const int AnswerBytes = 40;
    private const int LineBytes = 64;

    /// <summary>Counter and answer share a cache line: writing the counter's line back overwrites the answer.</summary>
    public byte[]? Ask(GuestBuffer control)
    {
        DmaAddr address = nic.MapSingle(control.Slice(AnswerAt, AnswerBytes), AnswerBytes, DmaDirection.FromDevice); // expect: XDMA6004
        if (nic.MappingError(address)) return null;
        card.Receive(address, AnswerBytes);
        control[CountAt] = 1;
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, AnswerBytes, DmaDirection.FromDevice);
        return control.Span.Slice(AnswerAt, AnswerBytes).ToArray();
    }

    /// <summary>The answer has lines of its own.</summary>
    public byte[]? AskMended(GuestBuffer control)
    {
        DmaAddr address = nic.MapSingle(control.Slice(2 * LineBytes, LineBytes), LineBytes, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, AnswerBytes);
        control[CountAt] = 1;
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, LineBytes, DmaDirection.FromDevice);
        return control.Span.Slice(2 * LineBytes, AnswerBytes).ToArray();
    }
}
