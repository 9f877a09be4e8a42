using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>An auto-translated guest (HVM, PVH): the hardware translates, the guest sees one kind of number and exchanges nothing.</summary>
/// <remarks>arch/x86/include/asm/xen/page.h: all readers are the identity. Such a guest has no use for Xen's ops; the dispatch gives it the
/// native ones.</remarks>
/// <param name="machine">The machine; every frame lies on its own number.</param>
/// <param name="semantics">The release; null = the contract.</param>
public sealed class AutoTranslatedTranslation(Machine machine, Semantics? semantics = null) : BusTranslation(machine, semantics)
{
    /// <inheritdoc/>
    public override ulong PfnToBfn(ulong pfn) => pfn;

    /// <inheritdoc/>
    public override ulong BfnToPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override ulong BfnToLocalPfn(ulong bfn) => bfn;

    /// <inheritdoc/>
    public override int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus) =>
        Semantics.HandleNotSetByStub ? 0 : base.CreateContiguousRegion(phys, order, addressBits, ref bus);
}
