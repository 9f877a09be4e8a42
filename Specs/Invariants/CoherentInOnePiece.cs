using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-2.</summary>
public sealed class CoherentInOnePiece : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-2";

    /// <inheritdoc/>
    public override string Title => "coherent memory in one piece";

    /// <inheritdoc/>
    public override string Statement =>
        "Coherent memory is consecutive on the bus, and its bus address is that of its first byte.";

    /// <inheritdoc/>
    public override string Formula =>
        "alloc K: dma = bus_of(phys), and for all frames k of it: mfn(frame(phys) + k) = mfn(frame(phys)) + k";

    /// <inheritdoc/>
    public override string Source => "xen_create_contiguous_region, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new PieceJudge(this, facts);

    private sealed class PieceJudge(Invariant invariant, RunFacts facts) : AllocationJudge(invariant, facts)
    {
        protected override Finding? JudgeAllocation(int index, Allocation given)
        {
            DmaAddr bus = BusFacts.BusOf(Machine, given.Phys);
            if (bus != given.Dma) return Violated(index, $"{given}, guest address {given.Phys}, at bus address {bus}", $"{given.Dma}");
            return BusFacts.IsConsecutive(Machine, given.Phys, given.Size) ? null
                : Violated(index, $"{given}: {given.Size} bytes on consecutive machine frames", $"a break behind guest address {given.Phys}");
        }
    }
}
