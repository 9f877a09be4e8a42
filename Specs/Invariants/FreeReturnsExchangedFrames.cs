using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-7.</summary>
public sealed class FreeReturnsExchangedFrames : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-7";

    /// <inheritdoc/>
    public override string Title => "exchanged frames go back";

    /// <inheritdoc/>
    public override string Statement =>
        "free gives the hypervisor back the machine frames that alloc exchanged for, and leaves those that alloc took as they lay: what is scarce is not used up.";

    /// <inheritdoc/>
    public override string Formula =>
        "free K, pfn of K, m = p2m(pfn) while K was live: alloc K moved pfn => p2m(pfn) after != m; alloc K did not => p2m(pfn) after = m";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_free_coherent, drivers/xen/swiotlb-xen.c, Linux 4.17 (4855c92dbb7b), 5.4 (b877ac9815a8)";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc | StepKinds.Free;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FreeReturnsExchangedFramesJudge(this, facts);

    private sealed class FreeReturnsExchangedFramesJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly Dictionary<int, ulong> _sizes = [];
        private readonly Dictionary<int, Dictionary<ulong, ulong>> _exchanged = [];

        public override Finding? After(int index, Step step, StepResult result)
        {
            switch (step, result)
            {
                case (AllocStep alloc, Allocated):
                    _sizes[index] = alloc.Size;
                    if (Facts.Moved.Count == 0) return null;
                    Allocation given = Live.Allocations[index];
                    _exchanged[index] = MovedFrames(given.Phys, given.Size).ToDictionary(static frame => frame.Pfn, static frame => frame.After);
                    return null;
                case (FreeStep { Phys.Step: { } made } free, Done) when _sizes.GetValueOrDefault(made) == free.Size: // Another size is misuse.
                    Count();
                    return JudgeFree(index, Run.Phys(free.Phys), free.Size, _exchanged.Remove(made, out var exchanged) ? exchanged : []);
                default:
                    return null;
            }
        }

        private IEnumerable<(ulong Pfn, ulong Before, ulong After)> MovedFrames(PhysAddr start, ulong size)
        {
            ulong first = start.Pfn.Value, end = first + XenPage.FramesFor(size);
            return Facts.Moved.DistinctBy(static change => change.Pfn)
                .Select(change => (change.Pfn.Value, change.WordBefore, Machine.P2M.Word(change.Pfn.Value)))
                .Where(frame => frame.Value >= first && frame.Value < end && frame.WordBefore != frame.Item3);
        }

        private Finding? JudgeFree(int index, PhysAddr start, ulong size, Dictionary<ulong, ulong> exchanged)
        {
            foreach ((ulong pfn, ulong word) in exchanged)
            {
                if (Machine.P2M.Word(pfn) == word)
                    return Violated(index, $"machine frame 0x{word:x}, which alloc exchanged for, the hypervisor's again", $"it is behind guest frame 0x{pfn:x} still");
            }

            if (Release is { FreeDestroysNeverExchanged: true }) return null;
            foreach ((ulong pfn, ulong before, ulong after) in MovedFrames(start, size))
            {
                if (!exchanged.ContainsKey(pfn))
                    return Violated(index, $"machine frame 0x{before:x} behind guest frame 0x{pfn:x}, which alloc did not exchange", $"0x{after:x}");
            }

            return null;
        }
    }
}
