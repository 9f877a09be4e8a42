using System.Collections.Generic;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-4.</summary>
public sealed class FreeGivesBack : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-4";

    /// <inheritdoc/>
    public override string Title => "freed memory is free again";

    /// <inheritdoc/>
    public override string Statement =>
        "free gives back the guest frames that its alloc took, and an alloc that fails takes none.";

    /// <inheritdoc/>
    public override string Formula =>
        "free of K: free frames after - before = free frames before - after alloc K; alloc K fails => free frames after = before";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_free_coherent, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc | StepKinds.Free;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FreeJudge(this, facts);

    private sealed class FreeJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly Dictionary<int, (ulong Frames, ulong Size)> _taken = [];

        public override Finding? After(int index, Step step, StepResult result)
        {
            ulong before = Facts.HeldBefore.FreeFrames, after = Facts.Held.FreeFrames;
            switch (step, result)
            {
                case (AllocStep alloc, Allocated):
                    _taken[index] = (before - after, alloc.Size);
                    return null;
                case (AllocStep, NotAllocated):
                    Count();
                    return after == before ? null : Violated(index, $"{before} free frames, as before the failed #{index}", $"{after} free frames");
                case (FreeStep { Phys.Step: { } made } free, Done) when _taken.Remove(made, out var taken) && free.Size == taken.Size:
                    Count();
                    return after - before == taken.Frames ? null
                        : Violated(index, $"{before + taken.Frames} free frames, with the {taken.Frames} of #{made}", $"{after} free frames");
                default:
                    return null;
            }
        }
    }
}
