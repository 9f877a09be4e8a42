using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-6.</summary>
public sealed class CoherentIsNobodyElses : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-6";

    /// <inheritdoc/>
    public override string Title => "coherent memory is nobody else's";

    /// <inheritdoc/>
    public override string Statement =>
        "The pages of coherent memory are the guest's own, no longer free, and neither those of other live coherent memory, nor of a mapped buffer, nor of the pool.";

    /// <inheritdoc/>
    public override string Formula =>
        "alloc K: for all frames f of K: owned(f), not free(f), f in no other live memory, no mapped buffer, not in the pool";

    /// <inheritdoc/>
    public override string Source =>
        "xen_swiotlb_alloc_coherent, drivers/xen/swiotlb-xen.c, Linux 4.18: its memory is the page allocator's alone";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new CoherentIsNobodyElsesJudge(this, facts);

    private sealed class CoherentIsNobodyElsesJudge(Invariant invariant, RunFacts facts) : AllocationJudge(invariant, facts)
    {
        protected override Finding? JudgeAllocation(int index, Allocation given)
        {
            ulong first = given.Phys.Pfn.Value, end = first + XenPage.FramesFor(given.Size);
            for (ulong pfn = first; pfn < end; pfn++)
            {
                if (!Machine.P2M.IsOwned(pfn)) return Violated(index, $"{given} of the guest's own frames", $"guest frame 0x{pfn:x}, which is none");
                if (Machine.Pages.IsFree(pfn)) return Violated(index, $"{given} of frames that are taken", $"guest frame 0x{pfn:x}, which is free");
            }

            foreach (Allocation other in Live.Allocations.Values)
            {
                if (other.Step != given.Step && Meets(first, end, other.Phys, other.Size)) return Violated(index, $"{given} apart from the live {other}", $"guest address {given.Phys}");
            }

            foreach (Mapping mapping in Live.All)
            {
                if (Meets(first, end, mapping.Phys, mapping.Size)) return Violated(index, $"{given} apart from the mapped {mapping}", $"guest address {given.Phys}");
            }

            return Facts.Pool is { } pool && Meets(first, end, pool.Start, pool.Size) ? Violated(index, $"{given} outside the pool", $"guest address {given.Phys}") : null;
        }

        private static bool Meets(ulong first, ulong end, PhysAddr phys, ulong size) =>
            size > 0 && first <= (phys + (size - 1)).Pfn.Value && phys.Pfn.Value < end;
    }
}
