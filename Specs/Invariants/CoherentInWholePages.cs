using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-5.</summary>
public sealed class CoherentInWholePages : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-5";

    /// <inheritdoc/>
    public override string Title => "coherent memory begins at a page";

    /// <inheritdoc/>
    public override string Statement => "Coherent memory begins at a page of the guest, and at a frame on the bus.";

    /// <inheritdoc/>
    public override string Formula => "alloc K: phys(K) is a multiple of the page size, dma(K) of 4096";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_alloc_coherent, __get_free_pages, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new CoherentInWholePagesJudge(this, facts);

    private sealed class CoherentInWholePagesJudge(Invariant invariant, RunFacts facts) : AllocationJudge(invariant, facts)
    {
        protected override Finding? JudgeAllocation(int index, Allocation given) =>
            (given.Phys.Value & (Machine.PageSize - 1)) == 0 && (given.Dma.Value & XenPage.OffsetMask) == 0 ? null
                : Violated(index, $"{given} at the beginning of a page of {Machine.PageSize} bytes", $"guest address {given.Phys}, bus address {given.Dma}");
    }
}
