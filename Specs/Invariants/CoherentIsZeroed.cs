using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-3.</summary>
public sealed class CoherentIsZeroed : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-3";

    /// <inheritdoc/>
    public override string Title => "coherent memory is zeroed";

    /// <inheritdoc/>
    public override string Statement =>
        "Coherent memory is given zeroed, to the end of its last page: mmap shows whole pages.";

    /// <inheritdoc/>
    public override string Formula =>
        "alloc K: for all i < size rounded up to pages: byte(phys + i) = 0";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_alloc_coherent, its memset, drivers/xen/swiotlb-xen.c, Linux 4.18; whole pages since 4.20 (7250f422da04)";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ZeroJudge(this, facts);

    private sealed class ZeroJudge(Invariant invariant, RunFacts facts) : AllocationJudge(invariant, facts)
    {
        protected override Finding? JudgeAllocation(int index, Allocation given)
        {
            bool wholePages = Release is not { AllocTailNotZeroed: true };
            ulong owed = wholePages ? XenPage.ToAddress(XenPage.FramesFor(given.Size)) : given.Size;
            ulong size = Math.Min(owed, Machine.Memory.Size - Math.Min(given.Phys.Value, Machine.Memory.Size));
            int at = Machine.Memory.Cpu(given.Phys, (int)size).IndexOfAnyExcept((byte)0);
            return at < 0 ? null : Violated(index, $"{given} zeroed, {owed} bytes", $"another value in byte {at}");
        }
    }
}
