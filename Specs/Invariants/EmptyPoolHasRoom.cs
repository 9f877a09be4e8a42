using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ROOM-1.</summary>
public sealed class EmptyPoolHasRoom : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ROOM-1";

    /// <inheritdoc/>
    public override string Title => "an empty pool has room for the largest mapping";

    /// <inheritdoc/>
    public override string Statement =>
        "While no slot is in use, a buffer that must bounce is mapped if the device reaches the pool, the size is at most the largest mapping that the implementation tells, and the device's boundary leaves room: what was freed is usable again.";

    /// <inheritdoc/>
    public override string Formula =>
        "slots_in_use = 0, reach(device, pool), offset + size <= min(max_mapping_size, boundary) => map K succeeds";

    /// <inheritdoc/>
    public override string Source =>
        "swiotlb_tbl_map_single, swiotlb_max_mapping_size, kernel/dma/swiotlb.c, Linux 5.10; IO_TLB_SEGSIZE, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapPage;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new EmptyPoolHasRoomJudge(this, facts);

    private sealed class EmptyPoolHasRoomJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapPageStep map || result is not (Mapped or NotMapped) || Facts.HeldBefore.SlotsInUse > 0 || Live.Bounced.Count > 1) return null;
            Device device = Run.DeviceOf(map.Device)!;
            PhysAddr phys = Run.Frame(map.Pfn).Address + map.Offset;
            if (BusFacts.IsDirectOwed(Machine, device, phys, map.Size, Run.Scenario.Machine.Pool.Force) || !PoolRoom.MustFit(Facts, device, phys, map.Size)) return null;
            Count();
            return result is Mapped ? null : Violated(index, $"#{index} bounced: {map.Size} bytes, and no slot in use", StepText.Of(result));
        }
    }
}
