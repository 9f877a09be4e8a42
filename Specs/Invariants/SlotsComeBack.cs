using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SLOT-2.</summary>
public sealed class SlotsComeBack : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SLOT-2";

    /// <inheritdoc/>
    public override string Title => "slots come back";

    /// <inheritdoc/>
    public override string Statement =>
        "Slots are in use exactly while bounced mappings are live: after the last unmap the pool is free again.";

    /// <inheritdoc/>
    public override string Formula =>
        "slots_in_use = 0 <=> no bounced mapping is live";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_unmap_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SlotJudge(this, facts);

    private sealed class SlotJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!TouchesSlots(step, result) || Run.Pool is not { } pool) return null;
            Count();
            ulong inUse = pool.SlotsInUse;
            int bounced = Live.Bounced.Count;
            return (inUse == 0) == (bounced == 0) ? null : Violated(index, $"slots in use for {bounced} bounced mappings", $"{inUse} slots in use");
        }
    }
}
