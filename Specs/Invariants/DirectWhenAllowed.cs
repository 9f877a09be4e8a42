using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-DIRECT-1.</summary>
public sealed class DirectWhenAllowed : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-DIRECT-1";

    /// <inheritdoc/>
    public override string Title => "no needless bounce";

    /// <inheritdoc/>
    public override string Statement =>
        "A buffer that the device reaches and that is consecutive on the bus is mapped directly, unless bouncing was asked for; one that crosses the device's boundary may be bounced.";

    /// <inheritdoc/>
    public override string Formula =>
        "reach(device, K) and consecutive(K) and not force and not crosses(K, boundary) => dma = bus_of(phys)";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_page, its first test, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new DirectJudge(this, facts);

    private sealed class DirectJudge(Invariant invariant, RunFacts facts) : PathJudge(invariant, facts)
    {
        protected override Finding? JudgePath(int index, Mapping mapping, bool isDirectOwed)
        {
            if (!isDirectOwed) return null;
            DmaAddr bus = BusFacts.BusOf(Machine, mapping.Phys);
            ulong boundary = mapping.Device.SegmentBoundaryMask;
            if (boundary != 0 && BusFacts.Crosses(bus, mapping.Size, boundary)) return null;
            Count();
            return mapping.IsDirect ? null : Violated(index, $"{mapping} mapped directly to {bus}", $"bus address {mapping.Dma}");
        }
    }
}
