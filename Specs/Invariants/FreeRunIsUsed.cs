using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ROOM-2.</summary>
public sealed class FreeRunIsUsed : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ROOM-2";

    /// <inheritdoc/>
    public override string Title => "a free run of slots is used";

    /// <inheritdoc/>
    public override string Statement =>
        "While other mappings are live, a buffer that must bounce is mapped if the device reaches the pool and, between their slots, a run of a segment is free that holds it, aligned to a page, with the bits that the device keeps and within its boundary: full is what has no such run.";

    /// <inheritdoc/>
    public override string Formula =>
        "reach(device, pool), slots_in_use = those under live mappings, some free run of a segment fits K => map K succeeds";

    /// <inheritdoc/>
    public override string Source =>
        "swiotlb_tbl_map_single, its search, kernel/dma/swiotlb.c, Linux 4.18; swiotlb_search_pool_area, Linux 6.14";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapPage;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FreeRunIsUsedJudge(this, facts);

    private sealed class FreeRunIsUsedJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapPageStep map || Facts.HeldBefore.SlotsInUse == 0) return null;
            if (result is Mapped && !Live.Of(index)[0].IsDirect) Count(); // What was mapped had a run that fits.
            if (result is not NotMapped) return null;
            Device device = Run.DeviceOf(map.Device)!;
            PhysAddr phys = Run.Frame(map.Pfn).Address + map.Offset;
            if (FreeRuns.Place(Facts, device, phys, map.Size) is not { } slot) return null;
            Count();
            return Violated(index, $"#{index} bounced: {map.Size} bytes fit from slot {slot} of the pool on", StepText.Of(result));
        }
    }
}
