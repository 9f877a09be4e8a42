using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ERR-3.</summary>
public sealed class ErrorValueIsNoAddress : Invariant
{
    private const ulong LastPage = ~XenPage.OffsetMask;

    /// <inheritdoc/>
    public override string Id => "XD-ERR-3";

    /// <inheritdoc/>
    public override string Title => "the error value is no address";

    /// <inheritdoc/>
    public override string Statement =>
        "What a failed mapping returns is the address of no frame: bus address 0 is an address like any other, only the last page of all is never one.";

    /// <inheritdoc/>
    public override string Formula => "map K fails => dma(K) >= 2^64 - 4096";

    /// <inheritdoc/>
    public override string Source => "XEN_SWIOTLB_ERROR_CODE, drivers/xen/swiotlb-xen.c, Linux 4.18; DMA_MAPPING_ERROR later";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapPage;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ErrorValueJudge(this, facts);

    private sealed class ErrorValueJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapPageStep || result is not NotMapped) return null;
            Count();
            DmaAddr value = Run.ReturnedDma(index);
            return value.Value >= LastPage ? null : Violated(index, "an error value that is the address of no frame", $"{value}, in {value.Mfn}");
        }
    }
}
