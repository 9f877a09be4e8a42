using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SUP-2.</summary>
public sealed class SupportedWhereReached : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SUP-2";

    /// <inheritdoc/>
    public override string Title => "a mask that reaches the pool is supported";

    /// <inheritdoc/>
    public override string Statement => "dma_supported is true for a mask that every segment of the pool lies at or below.";

    /// <inheritdoc/>
    public override string Formula => "for all bytes p of the pool: bus_of(p) <= m => dma_supported(device, m)";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_dma_supported, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.MaskQuestions | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.DmaSupported;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SupportedWhereReachedJudge(this, facts);

    private sealed class SupportedWhereReachedJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not DmaSupportedStep asked || result is not Supported answer || Facts.Pool is not { } pool) return null;
            ulong highest = unchecked(pool.Highest.Value - Run.DeviceOf(asked.Device)!.BusOffset);
            if (highest > asked.Mask) return null;
            Count();
            return answer.Value ? null : Violated(index, $"0x{asked.Mask:x} supported: the pool's highest byte is at 0x{highest:x}", StepText.Of(answer));
        }
    }
}
