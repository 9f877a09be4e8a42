using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-POOL-5.</summary>
public sealed class FailedInitGivesBack : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-POOL-5";

    /// <inheritdoc/>
    public override string Title => "a failed init keeps nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "An init that fails leaves as many free guest frames and spare frames as before, and moves no frame that is in use.";

    /// <inheritdoc/>
    public override string Formula =>
        "init fails => (free frames, spare frames) after = before; for all pfn not free: p2m(pfn) after = before";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_init, its error path, drivers/xen/swiotlb-xen.c, Linux 4.18; swiotlb_init_late, kernel/dma/swiotlb.c, Linux 6.1";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FailedInitGivesBackJudge(this, facts);

    private sealed class FailedInitGivesBackJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not InitStep || result is not Failed) return null;
            Count();
            if (HoldsAsBefore(index, "init") is { } kept) return kept;
            foreach (FrameChange change in Facts.Moved)
            {
                if (!Machine.Pages.IsFree(change.Pfn.Value) && Machine.P2M.Word(change.Pfn.Value) != change.WordBefore)
                    return Violated(index, "frames in use where they were", $"{change.Pfn} moved");
            }

            return null;
        }
    }
}
