namespace XenDma.Specs.Traces;

/// <summary>What a run of a P2M is.</summary>
public enum FrameKind
{
    /// <summary>Machine frames that the domain owns.</summary>
    Ram,

    /// <summary>I/O memory on its own number.</summary>
    Identity,

    /// <summary>No frame.</summary>
    None,

    /// <summary>Another domain's frames.</summary>
    Foreign,
}

/// <summary>A run of a P2M: guest frame Pfn + i has machine frame Mfn + i * Step.</summary>
/// <param name="Pfn">The first guest frame.</param>
/// <param name="Mfn">Its machine frame.</param>
/// <param name="Count">The frames, at least 1.</param>
/// <param name="Step">1 or -1: the hypervisor often hands frames out downwards.</param>
/// <param name="Kind">What they are.</param>
public sealed record FrameStretch(ulong Pfn, ulong Mfn, ulong Count, int Step, FrameKind Kind)
{
    /// <summary>The lowest machine frame of the run.</summary>
    public ulong LowestMfn => Step > 0 ? Mfn : Mfn - (Count - 1);

    /// <summary>The machine frame behind one of its guest frames; all ones for none.</summary>
    public ulong MfnOf(ulong pfn) => Kind == FrameKind.None ? XenPage.NoFrame : Step > 0 ? Mfn + (pfn - Pfn) : Mfn - (pfn - Pfn);
}
