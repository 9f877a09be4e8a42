using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-4.</summary>
public sealed class SkippedSyncCopiesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-4";

    /// <inheritdoc/>
    public override string Title => "a skipped sync copies nothing";

    /// <inheritdoc/>
    public override string Statement => "An unmap that skips the sync changes no byte of the buffer.";

    /// <inheritdoc/>
    public override string Formula => "unmap K with skip_cpu_sync: for all i of K: cpu byte(phys + i) after = before";

    /// <inheritdoc/>
    public override string Source => "DMA_ATTR_SKIP_CPU_SYNC in swiotlb_tbl_unmap_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SkippedSyncCopiesNothingJudge(this, facts);

    private sealed class SkippedSyncCopiesNothingJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            bool skips = step is UnmapPageStep { Attrs: var single } ? (single & DmaAttrs.SkipCpuSync) != 0
                : step is UnmapSgStep { Attrs: var list } && (list & DmaAttrs.SkipCpuSync) != 0;
            if (!skips || result is not Done) return null;
            foreach (MappingPart part in Facts.Named)
            {
                Count();
                if (Facts.FirstChange(part.Phys, part.Size) is { } changed)
                    return Violated(index, $"the buffer of {part.Mapping} as before #{index}, which skips the sync", $"another value in byte {changed.Value - part.Phys.Value}");
            }

            return null;
        }
    }
}
