using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-NONE-1.</summary>
public sealed class BreachChangesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-NONE-1";

    /// <inheritdoc/>
    public override string Title => "a breach changes nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "A map or an unmap without a direction leaves the slots in use, the free guest frames and the bytes of the buffers as they were.";

    /// <inheritdoc/>
    public override string Formula =>
        "direction(K) = none => (slots_in_use, free frames, bytes of the buffers) after = before";

    /// <inheritdoc/>
    public override string Source => "BUG_ON(dir == DMA_NONE), drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Unmaps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new BreachJudge(this, facts);

    private sealed class BreachJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!IsBreach(step) || result is NotRun) return null;
            Count();
            if (Facts.Held != Facts.HeldBefore) return Violated(index, $"slots and free frames as before the refused #{index}: {Facts.HeldBefore}", $"{Facts.Held}");
            return Facts.FirstChange() is { } changed
                ? Violated(index, $"buffers as before the refused #{index}", $"another value at guest address {changed}")
                : null;
        }

        private static bool IsBreach(Step step) => step is MapPageStep { Direction: DmaDirection.None } or MapSgStep { Direction: DmaDirection.None }
            or UnmapPageStep { Direction: DmaDirection.None } or UnmapSgStep { Direction: DmaDirection.None };
    }
}
