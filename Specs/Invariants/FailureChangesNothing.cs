using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ERR-2.</summary>
public sealed class FailureChangesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ERR-2";

    /// <inheritdoc/>
    public override string Title => "a failed mapping changes nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "A mapping that fails leaves the slots in use, the free guest frames, the hypervisor's spare frames and the bytes of the buffer as they were.";

    /// <inheritdoc/>
    public override string Formula => "map K fails => (slots_in_use, free frames, spare frames, bytes of the buffer) after = before";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_page, its last lines, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PurityJudge(this, facts);

    private sealed class PurityJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapPageStep || result is not NotMapped) return null;
            Count();
            if (HoldsAsBefore(index, $"#{index}") is { } kept) return kept;
            return Facts.FirstChange() is { } changed
                ? Violated(index, $"the buffer as before the failed #{index}", $"another value at guest address {changed}")
                : null;
        }
    }
}
