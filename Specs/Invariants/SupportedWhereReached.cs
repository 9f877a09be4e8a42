using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SUP-2.</summary>
public sealed class SupportedWhereReached : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SUP-2";

    /// <inheritdoc/>
    public override string Title => "a mask that reaches the pool is supported";

    /// <inheritdoc/>
    public override string Statement => "dma_supported is true for a mask that every segment of the pool lies at or below.";

    /// <inheritdoc/>
    public override string Formula => "for all bytes p of the pool: bus_of(p) <= m => dma_supported(device, m)";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_dma_supported, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.MaskQuestions | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SupportJudge(this, facts, owed: true, "highest", static pool => pool.Highest);
}
