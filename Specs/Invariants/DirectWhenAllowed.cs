using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-DIRECT-1.</summary>
public sealed class DirectWhenAllowed : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-DIRECT-1";

    /// <inheritdoc/>
    public override string Title => "direct exactly when it can be";

    /// <inheritdoc/>
    public override string Statement =>
        "A buffer is mapped directly exactly when the device reaches it all, it is consecutive on the bus and nobody asked to bounce; one that crosses the device's boundary may be bounced.";

    /// <inheritdoc/>
    public override string Formula =>
        "direct(K) <=> reach(device, K) and consecutive(K) and not force; crosses(K, boundary) allows both";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_page, its first test, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new DirectJudge(this, run, live);

    private sealed class DirectJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : MappingJudge(invariant, run, live)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            bool force = Run.Scenario.Machine.Pool.Force;
            if (force && Run.Pool?.TryGetPoolRange(out _, out _) != true) return null; // Whether that forces anything without a pool is open.
            bool owed = BusFacts.IsDirectOwed(Machine, mapping.Device, mapping.Phys, mapping.Size, force);
            DmaAddr bus = BusFacts.BusOf(Machine, mapping.Phys);
            ulong boundary = mapping.Device.SegmentBoundaryMask;
            if (owed && boundary != 0 && BusFacts.Crosses(bus, mapping.Size, boundary)) return null;
            Count();
            return owed == mapping.IsDirect ? null
                : Violated(index, owed ? $"{mapping} mapped directly to {bus}" : $"{mapping} bounced", $"bus address {mapping.Dma}");
        }
    }
}
