using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-POOL-2.</summary>
public sealed class PoolWithin32Bits : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-POOL-2";

    /// <inheritdoc/>
    public override string Title => "the pool within 32 bits";

    /// <inheritdoc/>
    public override string Statement => "All of the pool lies below 2^32 on the bus, so that every device of 32 bits reaches it.";

    /// <inheritdoc/>
    public override string Formula => "for all bytes p of the pool: bus_of(p) < 2^32";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_fixup, max_dma_bits, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Init;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PoolWithin32BitsJudge(this, facts);

    private sealed class PoolWithin32BitsJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not InitStep || result is not PoolMade || Facts.Pool is not { } pool) return null;
            Count();
            return pool.Highest.Value <= uint.MaxValue ? null : Violated(index, "a pool below 2^32 on the bus", $"its byte at {pool.Highest}");
        }
    }
}
