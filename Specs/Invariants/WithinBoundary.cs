using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-BOUND-1.</summary>
public sealed class WithinBoundary : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-BOUND-1";

    /// <inheritdoc/>
    public override string Title => "no bounced mapping crosses the boundary";

    /// <inheritdoc/>
    public override string Statement =>
        "A bounced mapping does not cross a multiple of the device's segment boundary on the bus; a direct one may.";

    /// <inheritdoc/>
    public override string Formula =>
        "bounced K, b = boundary_mask(device) != 0 => (dma & ~b) = ((dma + size - 1) & ~b)";

    /// <inheritdoc/>
    public override string Source => "iommu_is_span_boundary in swiotlb_tbl_map_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new BoundaryJudge(this, facts);

    private sealed class BoundaryJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            ulong mask = mapping.Device.SegmentBoundaryMask;
            if (mapping.IsDirect || mapping.Size == 0 || mask == 0) return null;
            Count();
            return BusFacts.Crosses(mapping.Dma, mapping.Size, mask)
                ? Violated(index, $"{mapping} within a boundary of 0x{mask:x}", $"{mapping.Size} bytes at bus address {mapping.Dma}")
                : null;
        }
    }
}
