using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-DIRECT-2.</summary>
public sealed class DirectTakesNoSlot : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-DIRECT-2";

    /// <inheritdoc/>
    public override string Title => "a direct mapping takes no slot";

    /// <inheritdoc/>
    public override string Statement => "A map whose buffers are all mapped directly leaves the slots in use as they were.";

    /// <inheritdoc/>
    public override string Formula => "for all entries K: dma(K) = bus_of(phys(K)) => slots_in_use after = before";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_page, its first test, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new DirectTakesNoSlotJudge(this, facts);

    private sealed class DirectTakesNoSlotJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is not (Mapped or ListMapped)) return null;
            Seen<Mapping> made = Live.Of(index);
            if (made.Count == 0) return null;
            foreach (Mapping mapping in made)
            {
                if (!mapping.IsDirect) return null;
            }

            Count();
            return Facts.Held.SlotsInUse == Facts.HeldBefore.SlotsInUse ? null
                : Violated(index, $"{Facts.HeldBefore.SlotsInUse} slots in use, as before the direct #{index}", $"{Facts.Held.SlotsInUse} slots in use");
        }
    }
}
