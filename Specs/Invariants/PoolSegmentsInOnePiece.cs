using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-POOL-1.</summary>
public sealed class PoolSegmentsInOnePiece : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-POOL-1";

    /// <inheritdoc/>
    public override string Title => "every segment of the pool in one piece";

    /// <inheritdoc/>
    public override string Statement => "Each segment of 256 KiB of the pool lies on consecutive machine frames.";

    /// <inheritdoc/>
    public override string Formula => "for all segments s, frames k of s: mfn(frame(s) + k) = mfn(frame(s)) + k";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_fixup, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Init;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PoolSegmentsInOnePieceJudge(this, facts);

    private sealed class PoolSegmentsInOnePieceJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not InitStep || result is not PoolMade || Facts.Pool is not { } pool) return null;
            Count();
            return pool.Torn is not { } torn ? null : Violated(index, $"the segment at guest address {torn} on consecutive machine frames", StepText.Of(result));
        }
    }
}
