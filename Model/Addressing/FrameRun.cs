namespace XenDma;

/// <summary>Consecutive guest frames backed by consecutive machine frames.</summary>
/// <param name="Pfn">The first guest frame.</param>
/// <param name="Mfn">The first machine frame.</param>
/// <param name="Count">How many frames, at least 1.</param>
public readonly record struct FrameRun(ulong Pfn, ulong Mfn, ulong Count);

/// <summary>Consecutive frames of one kind, guest or machine.</summary>
/// <param name="First">The first frame's number.</param>
/// <param name="Count">How many frames, at least 1.</param>
public readonly record struct FrameRange(ulong First, ulong Count)
{
    /// <summary>The number of the frame behind the last.</summary>
    public ulong End => First + Count;
}
