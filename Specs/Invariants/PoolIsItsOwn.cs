using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-POOL-3.</summary>
public sealed class PoolIsItsOwn : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-POOL-3";

    /// <inheritdoc/>
    public override string Title => "the pool is nobody else's memory";

    /// <inheritdoc/>
    public override string Statement =>
        "The pool is made of whole frames of the guest's own that were free before init and that nobody can be given after it.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all frames f of the pool: owned(f), free(f) before init, not free(f) after; start and end are multiples of the page size";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_init, drivers/xen/swiotlb-xen.c, Linux 4.18; swiotlb_init_late, kernel/dma/swiotlb.c, Linux 6.1";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Init;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PoolIsItsOwnJudge(this, facts);

    private sealed class PoolIsItsOwnJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not InitStep || result is not PoolMade || Facts.Pool is not { } pool) return null;
            // A late init may go on with a block that it has freed: that release is known for it.
            if (Release is { LateInitReusesFreedBlock: true } && !Run.Scenario.Machine.Pool.Early) return null;
            Count();
            if (((pool.Start.Value | pool.End.Value) & (Machine.PageSize - 1)) != 0)
                return Violated(index, $"a pool of whole pages of {Machine.PageSize} bytes", StepText.Of(result));
            for (ulong pfn = pool.Start.Pfn.Value; pfn < pool.End.Pfn.Value; pfn++)
            {
                if (!Machine.P2M.IsOwned(pfn)) return Violated(index, "a pool of the guest's own frames", $"guest frame 0x{pfn:x}, which is none");
                if (!Facts.IsAllocators(pfn)) return Violated(index, "a pool of frames that were free before", $"guest frame 0x{pfn:x}, which was in use");
                if (Machine.Pages.IsFree(pfn)) return Violated(index, "a pool of frames that are taken", $"guest frame 0x{pfn:x}, which is free");
            }

            return null;
        }
    }
}
