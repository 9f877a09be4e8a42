using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SUP-1.</summary>
public sealed class SupportGrowsWithMask : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SUP-1";

    /// <inheritdoc/>
    public override string Title => "dma_supported grows with the mask";

    /// <inheritdoc/>
    public override string Statement =>
        "What is supported with one mask is supported with every higher one.";

    /// <inheritdoc/>
    public override string Formula =>
        "m <= n => (dma_supported(device, m) => dma_supported(device, n))";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_dma_supported, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.MaskQuestions;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.DmaSupported;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SupportJudge(this, facts);

    private sealed class SupportJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly ulong?[] _lowestYes = new ulong?[facts.Run.Devices.Count];
        private readonly ulong?[] _highestNo = new ulong?[facts.Run.Devices.Count];

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not DmaSupportedStep { Device: { } device, Mask: var mask } || result is not Supported answer) return null;
            ref ulong? yes = ref _lowestYes[device], no = ref _highestNo[device];
            if (yes is not null || no is not null) Count();
            if (answer.Value && !(yes <= mask)) yes = mask;
            if (!answer.Value && !(no >= mask)) no = mask;
            return no >= yes ? Violated(index, $"0x{no:x} supported, as 0x{yes:x} is", $"0x{no:x} not supported") : null;
        }
    }
}
