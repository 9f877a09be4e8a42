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
        "A bounced mapping keeps the low address bits that the device asks for, up to 4 KiB.";

    /// <inheritdoc/>
    public override string Formula =>
        "bounced K, m = min_align_mask(device) & 4095 => dma & m = phys & m";

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
            ulong kept = mapping.Device.MinAlignMask & XenPage.OffsetMask;
            if (mapping.IsDirect || kept == 0 || Release is { MinAlignIgnored: true }) return null;
            Count();
            return ((mapping.Dma.Value ^ mapping.Phys.Value) & kept) == 0 ? null
                : Violated(index, $"{mapping} with the address bits 0x{kept:x} of {mapping.Phys}", $"bus address {mapping.Dma}");
        }
    }
}
