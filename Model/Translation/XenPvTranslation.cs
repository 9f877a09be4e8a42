using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>A Xen PV guest on x86: the P2M holds any machine frame behind any guest frame, and the bus sees machine frames.</summary>
/// <remarks>arch/x86/include/asm/xen/page.h: pfn_to_bfn is pfn_to_mfn, bfn_to_pfn is mfn_to_pfn. A foreign bus frame translates to no guest
/// frame, never to the one where it is mapped.</remarks>
public sealed class XenPvTranslation(Machine machine) : BusTranslation(machine)
{
    private readonly PhysToMachine _p2m = machine.P2M;

    /// <inheritdoc/>
    public override ulong PfnToBfn(ulong pfn) => _p2m.PfnToMfn(pfn);

    /// <inheritdoc/>
    public override ulong BfnToPfn(ulong bfn) => _p2m.MfnToOwnedPfn(bfn);

    /// <inheritdoc/>
    public override ulong BfnToLocalPfn(ulong bfn) => _p2m.MfnToOwnedPfn(bfn);

    /// <inheritdoc/>
    public override bool IsValid(ulong pfn) => _p2m.Word(pfn) != XenPage.NoFrame;

    /// <inheritdoc/>
    public override int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus)
    {
        int rc = Machine.Hypervisor.CreateContiguousRegion(phys.Pfn, order, addressBits, out DmaAddr given);
        if (rc == 0) bus = given;
        return rc;
    }

    /// <inheritdoc/>
    public override void DestroyContiguousRegion(PhysAddr phys, int order) => Machine.Hypervisor.DestroyContiguousRegion(phys.Pfn, order);
}
