using XenDma.Bouncing;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ALIGN-1.</summary>
public sealed class KeepsAlignment : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ALIGN-1";

    /// <inheritdoc/>
    public override string Title => "address bits are kept";

    /// <inheritdoc/>
    public override string Statement =>
        "A bounced mapping keeps the low address bits that the device asks for: below 4 KiB, where guest and bus address have the same, and above those of the one or of the other; a trace of a kernel is held to those of the bus, which are all that a device sees.";

    /// <inheritdoc/>
    public override string Formula =>
        "bounced K, m = min_align_mask(device) mod 2^18 => dma & m = bus_of(phys) & m, or dma & m = phys & m; in a trace the first";

    /// <inheritdoc/>
    public override string Source => "swiotlb_align_offset, kernel/dma/swiotlb.c, Linux 5.12";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new AlignmentJudge(this, facts);

    private sealed class AlignmentJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            ulong kept = mapping.Device.MinAlignMask & (IoTlb.SegmentSize - 1);
            if (mapping.IsDirect || kept == 0 || Release is { MinAlignIgnored: true }) return null;
            Count();
            DmaAddr bus = BusFacts.BusOf(Machine, mapping.Phys);
            return ((mapping.Dma.Value ^ mapping.Phys.Value) & kept) == 0 || ((mapping.Dma.Value ^ bus.Value) & kept) == 0 ? null
                : Violated(index, $"{mapping} with the address bits 0x{kept:x} of {mapping.Phys} or {bus}", $"bus address {mapping.Dma}");
        }
    }
}
