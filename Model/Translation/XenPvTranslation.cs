using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>A Xen PV guest on x86: the P2M holds any machine frame behind any guest frame, and the bus sees machine frames.</summary>
/// <remarks>arch/x86/include/asm/xen/page.h: pfn_to_bfn is pfn_to_mfn, bfn_to_pfn is mfn_to_pfn. A foreign bus frame translates to no guest
/// frame, never to the one where it is mapped. I/O memory, passed through to the guest, has its own number on both sides and is never
/// local.</remarks>
/// <param name="machine">The machine.</param>
/// <param name="semantics">The release; null = the contract.</param>
public sealed class XenPvTranslation(Machine machine, Semantics? semantics = null) : BusTranslation(machine, semantics)
{
    private const int MaxContiguousOrder = 9;

    private readonly PhysToMachine _p2m = machine.P2M;

    /// <inheritdoc/>
    public override ulong PfnToBfn(ulong pfn) => _p2m.PfnToMfn(pfn);

    /// <inheritdoc/>
    public override ulong BfnToPfn(ulong bfn) =>
        _p2m.MfnToOwnedPfn(bfn) is var pfn && pfn == XenPage.NoFrame && _p2m.IsIdentity(bfn) ? bfn : pfn;

    /// <inheritdoc/>
    public override ulong BfnToLocalPfn(ulong bfn) => _p2m.MfnToOwnedPfn(bfn);

    /// <inheritdoc/>
    public override int CreateContiguousRegion(PhysAddr phys, int order, int addressBits, ref DmaAddr bus)
    {
        if (Semantics.ExchangeOrderCapped && order > MaxContiguousOrder) return Errno.NoMemory;
        int rc = Machine.Hypervisor.CreateContiguousRegion(phys.Pfn, order, addressBits, out DmaAddr given);
        if (rc == 0) bus = given;
        return rc;
    }

    /// <inheritdoc/>
    public override void DestroyContiguousRegion(PhysAddr phys, int order)
    {
        if (Machine.Hypervisor.DestroyContiguousRegion(phys.Pfn, order) || !Semantics.DestroyRestoresByArithmetic) return;
        ulong first = _p2m.Word(phys.Pfn.Value);
        if (order > MaxContiguousOrder || first == XenPage.NoFrame) return;
        for (ulong i = 1; i < 1UL << order && phys.Pfn.Value + i < _p2m.FrameCount; i++)
        {
            if (_p2m.Word(phys.Pfn.Value + i) != first + i) _p2m.Force(phys.Pfn.Value + i, first + i);
        }
    }
}
