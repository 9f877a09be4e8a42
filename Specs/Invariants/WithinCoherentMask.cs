using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-COH-1.</summary>
public sealed class WithinCoherentMask : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-COH-1";

    /// <inheritdoc/>
    public override string Title => "coherent memory within the coherent mask";

    /// <inheritdoc/>
    public override string Statement =>
        "Coherent memory lies at or below the device's coherent mask, to the last byte; a device that set none has 32 bits.";

    /// <inheritdoc/>
    public override string Formula =>
        "alloc K: dma + size - 1 <= coherent_mask(device), without wrapping";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_alloc_coherent, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Alloc;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new CoherentMaskJudge(this, facts);

    private sealed class CoherentMaskJudge(Invariant invariant, RunFacts facts) : AllocationJudge(invariant, facts)
    {
        protected override Finding? JudgeAllocation(int index, Allocation given)
        {
            ulong mask = given.Device?.CoherentDmaMask is { } set and not 0 ? set : uint.MaxValue;
            return BusFacts.EndsWithin(given.Dma, given.Size, mask) ? null
                : Violated(index, $"{given} at or below the coherent mask 0x{mask:x}", $"{given.Size} bytes at bus address {given.Dma}");
        }
    }
}
