namespace XenDma.Specs.Traces.Replaying;

/// <summary>What is known of the guest that recorded.</summary>
/// <param name="Semantics">The release.</param>
/// <param name="IsNative">Bare metal, in place of a Xen PV guest.</param>
/// <param name="PoolStart">The guest address of the pool's first byte.</param>
/// <param name="Slots">The pool's slots.</param>
/// <param name="Areas">The pool's areas.</param>
/// <param name="SlotsInUseAtEnd">The slots in use when the trace had ended, as the kernel told; null where it is not known.</param>
/// <param name="MapHits">How often the probe of single mappings was hit; null where it is not known.</param>
/// <param name="ProbeMisses">The events that the probes missed.</param>
public sealed record ReplayOptions(
    Semantics Semantics, bool IsNative, ulong PoolStart, ulong Slots, int Areas, ulong? SlotsInUseAtEnd = null, long? MapHits = null, long ProbeMisses = 0);
