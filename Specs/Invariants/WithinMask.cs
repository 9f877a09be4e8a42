using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-MASK-1.</summary>
public sealed class WithinMask : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-MASK-1";

    /// <inheritdoc/>
    public override string Title => "within the mask";

    /// <inheritdoc/>
    public override string Statement => "A device is given no bus address that it cannot drive, to the last byte.";

    /// <inheritdoc/>
    public override string Formula => "dma + size - 1 <= dma_mask(device), without wrapping";

    /// <inheritdoc/>
    public override string Source => "dma_capable, include/linux/dma-direct.h, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new MaskJudge(this, facts);

    private sealed class MaskJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            Count();
            return BusFacts.EndsWithin(mapping.Dma, mapping.Size, mapping.Device.DmaMask) ? null
                : Violated(index, $"{mapping} at or below the mask 0x{mapping.Device.DmaMask:x}", $"{mapping.Size} bytes at bus address {mapping.Dma}");
        }
    }
}
