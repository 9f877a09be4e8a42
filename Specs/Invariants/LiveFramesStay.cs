using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-P2M-2.</summary>
public sealed class LiveFramesStay : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-P2M-2";

    /// <inheritdoc/>
    public override string Title => "live memory keeps its frames";

    /// <inheritdoc/>
    public override string Statement =>
        "No call changes the machine frame behind a live mapping, behind its slot, or behind live coherent memory: a device may be writing there.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all live K other than the memory that the call gives or frees, frames f of K or its slot: p2m(f) after = before";

    /// <inheritdoc/>
    public override string Source =>
        "xen_create_contiguous_region, xen_destroy_contiguous_region, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MovesFrames;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new LiveFramesStayJudge(this, facts);

    private sealed class LiveFramesStayJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (Facts.Moved.Count == 0 || step is InitStep) return null;
            Count();
            foreach (FrameChange change in Facts.Moved)
            {
                ulong pfn = change.Pfn.Value, now = Machine.P2M.Word(pfn);
                if (now == change.WordBefore || change.WordBefore == XenPage.NoFrame || OwnerOf(index, pfn) is not { } owner) continue;
                return Violated(index, $"machine frame 0x{change.WordBefore:x} behind guest frame 0x{pfn:x} of {owner}", $"0x{now:x}");
            }

            return null;
        }

        private string? OwnerOf(int index, ulong pfn)
        {
            foreach (Allocation memory in Live.Allocations.Values)
            {
                if (memory.Step != index && Covers(memory.Phys, memory.Size, pfn)) return $"the coherent {memory}";
            }

            foreach (Mapping mapping in Live.All)
            {
                bool slot = !mapping.IsDirect && Machine.TryReach(mapping.Dma, out PhysAddr phys) && Covers(phys, mapping.Size, pfn);
                if (slot || Covers(mapping.Phys, mapping.Size, pfn)) return $"the mapped {mapping}";
            }

            return null;
        }

        private static bool Covers(PhysAddr phys, ulong size, ulong pfn) => size > 0 && pfn >= phys.Pfn.Value && pfn <= (phys + (size - 1)).Pfn.Value;
    }
}
