using XenDma.Bouncing;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SLOT-3.</summary>
public sealed class SlotsCoverTheBytes : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SLOT-3";

    /// <inheritdoc/>
    public override string Title => "slots in use are enough, and not more than there are";

    /// <inheritdoc/>
    public override string Statement =>
        "The slots in use are no fewer than lie under live bounced mappings, first and last bytes included, and no more than the pool has.";

    /// <inheritdoc/>
    public override string Formula => "sum over live bounced K of ceil((dma(K) mod 2048 + size(K)) / 2048) <= slots_in_use <= (pool.end - pool.start) / 2048";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, nslots, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Unmaps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SlotsCoverTheBytesJudge(this, facts);

    private sealed class SlotsCoverTheBytesJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!TouchesSlots(step, result) || Facts.Pool is not { } pool) return null;
            Count();
            ulong inUse = Facts.Held.SlotsInUse, under = Live.BouncedSlots;
            if (inUse > pool.Size >> IoTlb.SlotShift) return Violated(index, $"at most the {pool.Size >> IoTlb.SlotShift} slots of the pool in use", $"{inUse}");
            return under <= inUse ? null : Violated(index, $"the {under} slots under bounced mappings in use", $"{inUse} slots in use");
        }
    }
}
