using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-PURE-1.</summary>
public sealed class QuestionsTakeNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-PURE-1";

    /// <inheritdoc/>
    public override string Title => "syncs and questions take nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "A sync, mapping_error, dma_supported, mmap and get_sgtable leave the slots in use, the free guest frames and the hypervisor's spare frames as they were.";

    /// <inheritdoc/>
    public override string Formula =>
        "K is no map, unmap, alloc or free => (slots_in_use, free frames, spare frames) after = before";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_sync_single, xen_swiotlb_dma_supported, drivers/xen/swiotlb-xen.c, Linux 4.18; dma_common_mmap, drivers/base/dma-mapping.c";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Syncs | StepKinds.MappingError | StepKinds.DmaSupported | StepKinds.Mmap | StepKinds.GetSgTable;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new QuestionsTakeNothingJudge(this, facts);

    private sealed class QuestionsTakeNothingJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            bool isPure = step is SyncSingleStep or SyncSgStep or MappingErrorStep or DmaSupportedStep or MmapStep or GetSgTableStep;
            if (!isPure || result is NotRun) return null;
            Count();
            return Facts.Held == Facts.HeldBefore ? null : Violated(index, $"all held as before #{index}: {Facts.HeldBefore}", $"{Facts.Held}");
        }
    }
}
