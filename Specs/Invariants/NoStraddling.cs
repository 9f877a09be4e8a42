using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-STRAD-1.</summary>
public sealed class NoStraddling : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-STRAD-1";

    /// <inheritdoc/>
    public override string Title => "no straddling";

    /// <inheritdoc/>
    public override string Statement => "No bus address that is handed out covers guest memory whose machine frames are not consecutive.";

    /// <inheritdoc/>
    public override string Formula =>
        "with p = phys for a direct mapping, else the slot: for all frames k of [p, p + size): mfn(frame(p) + k) = mfn(frame(p)) + k";

    /// <inheritdoc/>
    public override string Source => "range_straddles_page_boundary, drivers/xen/swiotlb-xen.c, Linux 4.18; the pool: xen_swiotlb_fixup";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new StraddlingJudge(this, facts);

    private sealed class StraddlingJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            if ((mapping.Dma.Value & XenPage.OffsetMask) + mapping.Size <= XenPage.Size) return null;
            Count();
            PhysAddr memory = mapping.Phys;
            if (!mapping.IsDirect && !Machine.TryReach(mapping.Dma, out memory)) return null;
            return BusFacts.IsConsecutive(Machine, memory, mapping.Size) ? null
                : Violated(index, $"{mapping}: {mapping.Size} bytes on consecutive machine frames", $"a break behind guest address {memory}");
        }
    }
}
