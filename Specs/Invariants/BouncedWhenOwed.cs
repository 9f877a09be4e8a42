using XenDma.Specs.Harness;

namespace XenDma.Specs.Invariants;

/// <summary>XD-BOUNCE-1.</summary>
public sealed class BouncedWhenOwed : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-BOUNCE-1";

    /// <inheritdoc/>
    public override string Title => "bounced when it must be";

    /// <inheritdoc/>
    public override string Statement =>
        "A buffer is bounced where the device does not reach all of it, where it is not consecutive on the bus, where nobody could maintain the caches over it, and where bouncing was asked for.";

    /// <inheritdoc/>
    public override string Formula =>
        "not reach(device, K) or not consecutive(K) or not maintainable(device, K) or force => dma != bus_of(phys)";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_map_page, its first test, drivers/xen/swiotlb-xen.c, Linux 4.18; xen_arch_need_swiotlb, arch/arm/xen/mm.c";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new BouncedWhenOwedJudge(this, facts);

    private sealed class BouncedWhenOwedJudge(Invariant invariant, RunFacts facts) : PathJudge(invariant, facts)
    {
        protected override Finding? JudgePath(int index, Mapping mapping, bool isDirectOwed)
        {
            if (isDirectOwed) return null;
            Count();
            return mapping.IsDirect ? Violated(index, $"{mapping} bounced", $"the buffer's own bus address {mapping.Dma}") : null;
        }
    }
}
