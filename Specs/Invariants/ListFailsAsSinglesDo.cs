using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SG-3.</summary>
public sealed class ListFailsAsSinglesDo : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SG-3";

    /// <inheritdoc/>
    public override string Title => "a list fails only where a single would";

    /// <inheritdoc/>
    public override string Statement =>
        "A list of which at most one entry must bounce is mapped if that entry would be as a single: where the pool is empty, or a run that fits is free.";

    /// <inheritdoc/>
    public override string Formula =>
        "all entries but one direct_owed, the one fits an empty pool or a free run => map_sg K = n";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_map_sg_attrs, drivers/xen/swiotlb-xen.c, Linux 4.18; xen_swiotlb_map_sg, Linux 5.2";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.Lists | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapSg;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ListFailsAsSinglesDoJudge(this, facts);

    private sealed class ListFailsAsSinglesDoJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapSgStep map || result is not ListMapped list) return null;
            bool isEmpty = Facts.HeldBefore.SlotsInUse == 0;
            if (!isEmpty && list.Segments.Length > 0) return null;
            Device device = Run.DeviceOf(map.Device)!;
            bool anyBounced = false;
            foreach (ListEntry entry in map.Segments)
            {
                PhysAddr phys = Run.Phys(entry.Phys);
                if (BusFacts.IsDirectOwed(Machine, device, phys, entry.Length, Run.Scenario.Machine.Pool.Force)) continue;
                bool mustFit = isEmpty ? PoolRoom.MustFit(Facts, device, phys, entry.Length) : FreeRuns.Place(Facts, device, phys, entry.Length) is not null;
                if (anyBounced || !mustFit) return null;
                anyBounced = true;
            }

            if (!anyBounced) return null;
            Count();
            return list.Segments.Length > 0 ? null : Violated(index, $"#{index} mapped: one entry to bounce, and room for it", StepText.Of(result));
        }
    }
}
