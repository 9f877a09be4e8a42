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
    public override string Statement => "The bounced mappings that are live at one time have no byte of the pool in common.";

    /// <inheritdoc/>
    public override string Formula => "for all live bounced K, L with K != L: [dma(K), dma(K) + size(K)) and [dma(L), dma(L) + size(L)) are disjoint";

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
            return Live.Overlapping(mapping.Dma, mapping.Size, mapping) is { } other
                ? Violated(index, $"{mapping} apart from the live {other}", $"{mapping.Dma}+{mapping.Size} over {other.Dma}+{other.Size}")
                : null;
        }
    }
}
