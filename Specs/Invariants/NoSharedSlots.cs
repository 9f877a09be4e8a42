using XenDma.Bouncing;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SLOT-1.</summary>
public sealed class NoSharedSlots : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SLOT-1";

    /// <inheritdoc/>
    public override string Title => "no two live mappings share a slot";

    /// <inheritdoc/>
    public override string Statement => "The bounced mappings that are live at one time have no slot of the pool, 2 KiB, in common.";

    /// <inheritdoc/>
    public override string Formula => "for all live bounced K, L with K != L: no slot holds a byte of [dma(K), dma(K) + size(K)) and one of [dma(L), dma(L) + size(L))";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SharedSlotJudge(this, facts);

    private sealed class SharedSlotJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            if (mapping.IsDirect) return null;
            Count();
            ulong into = mapping.Dma.Value & IoTlb.SlotOffsetMask;
            return Live.Overlapping(new DmaAddr(mapping.Dma.Value - into), IoTlb.SlotsFor(into + mapping.Size) << IoTlb.SlotShift, mapping) is { } other
                ? Violated(index, $"{mapping} apart from the live {other}", $"{mapping.Dma}+{mapping.Size} over {other.Dma}+{other.Size}")
                : null;
        }
    }
}
