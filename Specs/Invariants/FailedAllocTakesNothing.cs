using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ERR-4.</summary>
public sealed class FailedAllocTakesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ERR-4";

    /// <inheritdoc/>
    public override string Title => "a failed alloc takes nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "An alloc that fails leaves the slots in use and the hypervisor's spare frames as they were.";

    /// <inheritdoc/>
    public override string Formula => "alloc K fails => (slots_in_use, spare frames) after = before";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_alloc_coherent, its error path, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FailedAllocTakesNothingJudge(this, facts);

    private sealed class FailedAllocTakesNothingJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is not NotAllocated) return null;
            Count();
            bool held = Facts.Held.SlotsInUse == Facts.HeldBefore.SlotsInUse && Facts.Held.SpareFrames == Facts.HeldBefore.SpareFrames;
            return held ? null : Violated(index, $"slots and spare frames as before the failed #{index}: {Facts.HeldBefore}", $"{Facts.Held}");
        }
    }
}
