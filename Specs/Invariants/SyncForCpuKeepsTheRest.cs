using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-1.</summary>
public sealed class SyncForCpuKeepsTheRest : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-1";

    /// <inheritdoc/>
    public override string Title => "a partial sync for the CPU copies its part";

    /// <inheritdoc/>
    public override string Statement =>
        "A sync for the CPU of part of a mapping changes no byte of the buffer outside that part.";

    /// <inheritdoc/>
    public override string Formula =>
        "sync_for_cpu of [o, o + n) of K: for all i of K outside it: cpu byte(phys + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, kernel/dma/swiotlb.c, Linux 4.18; with an offset, Linux 5.13";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new RestJudge(
        this, facts, forCpu: true, "bytes of", static (_, mapping) => mapping.Device.IsCoherent ? mapping.Phys : null);
}
