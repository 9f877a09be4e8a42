using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SUP-3.</summary>
public sealed class UnsupportedAboveMask : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SUP-3";

    /// <inheritdoc/>
    public override string Title => "a mask that misses the pool is not supported";

    /// <inheritdoc/>
    public override string Statement =>
        "dma_supported is false for a mask that the pool's last byte lies above; between that and the highest byte of all either answer is right.";

    /// <inheritdoc/>
    public override string Formula => "bus_of(pool.end - 1) > m => not dma_supported(device, m)";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_dma_supported, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.MaskQuestions | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SupportJudge(this, facts, owed: false, "last", static pool => pool.Last);
}
