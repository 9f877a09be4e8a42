using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-LEGAL-1.</summary>
public sealed class LegalCallsAreAnswered : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-LEGAL-1";

    /// <inheritdoc/>
    public override string Title => "a legal call is no breach";

    /// <inheritdoc/>
    public override string Statement =>
        "No call that keeps the contract ends in a BUG or a panic: what cannot be done fails by its value.";

    /// <inheritdoc/>
    public override string Formula => "K is legal, and not init => K returns";

    /// <inheritdoc/>
    public override string Source =>
        "swiotlb_full, kernel/dma/swiotlb.c, Linux 4.18, which panics; since 5.0 (8088546832aa) the mapping fails";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.DeviceCalls;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new LegalCallsAreAnsweredJudge(this, facts);

    private sealed class LegalCallsAreAnsweredJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            bool hasDirection = step switch
            {
                MapPageStep { Direction: var given } => given != DmaDirection.None,
                MapSgStep { Direction: var given } => given != DmaDirection.None,
                UnmapPageStep { Direction: var given } => given != DmaDirection.None,
                UnmapSgStep { Direction: var given } => given != DmaDirection.None,
                SyncSingleStep { Direction: var given } => given != DmaDirection.None,
                SyncSgStep { Direction: var given } => given != DmaDirection.None,
                _ => step is DeviceStep and not (DeviceFillStep or DeviceSumStep),
            };
            if (!hasDirection || result is NotRun) return null;
            if (step is MapPageStep or MapSgStep && Release is { PanicOnFull: true } or { PanicWithoutPool: true }) return null;
            Count();
            return result is Bug ? Violated(index, $"an answer to #{index}", StepText.Of(result)) : null;
        }
    }
}
