using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>No hypervisor: bus and guest addresses are the same, up to a device's own offset; all memory is consecutive. The pool lies below
/// 4 GiB.</summary>
/// <remarks>kernel/dma/direct.c, kernel/dma/swiotlb.c.</remarks>
/// <param name="machine">The machine; every frame lies on its own number.</param>
/// <param name="semantics">The release; null = the contract.</param>
public class BareMetalTranslation(Machine machine, Semantics? semantics = null) : BusTranslation(machine, semantics)
{
    /// <inheritdoc/>
    public override bool IsNative => true;

    /// <inheritdoc/>
    public override FrameRange PoolFrames => Below4G;

    /// <inheritdoc/>
    public override ulong PfnToBfn(ulong pfn) => pfn;

    /// <inheritdoc/>
    public override ulong BfnToPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override ulong BfnToLocalPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override void MaintainCache(DmaAddr bus, ulong size, CacheTurn turn, bool sends, bool receives) =>
        MaintainLocalCache(new PhysAddr(bus.Value), size, turn, sends, receives);
}
