using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-P2M-3.</summary>
public sealed class OthersFramesStay : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-P2M-3";

    /// <inheritdoc/>
    public override string Title => "a call moves nobody else's frames";

    /// <inheritdoc/>
    public override string Statement =>
        "init, alloc and free move frames of the page allocator's memory alone, and none of the pool once it is made; any other call moves none.";

    /// <inheritdoc/>
    public override string Formula =>
        "p2m(pfn) after != before => K is init, alloc or free, pfn is the page allocator's, and K is init or pfn is not in the pool";

    /// <inheritdoc/>
    public override string Source => "xen_exchange_memory, its extents, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Init | StepKinds.Alloc | StepKinds.Free | StepKinds.MovesFrames;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new OthersFramesStayJudge(this, facts);

    private sealed class OthersFramesStayJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            bool mayMove = step is InitStep or AllocStep or FreeStep;
            if (mayMove && result is not NotRun) Count();
            foreach (FrameChange change in Facts.Moved)
            {
                ulong pfn = change.Pfn.Value, now = Machine.P2M.Word(pfn);
                bool isOthers = !Facts.IsAllocators(pfn) || (step is not InitStep && Facts.Pool?.Contains(change.Pfn.Address) == true);
                if ((!mayMove || isOthers) && change.WordBefore != XenPage.NoFrame && now != change.WordBefore)
                    return Violated(index, $"machine frame 0x{change.WordBefore:x} behind guest frame 0x{pfn:x}, which is none of #{index}'s", $"0x{now:x}");
            }

            return null;
        }
    }
}
