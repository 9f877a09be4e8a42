using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <summary>The first frames of blocks that alloc had exchanged (PageXenRemapped).</summary>
    private readonly HashSet<ulong> _exchanged = [];

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_alloc_coherent, Linux 4.18. More than 2 GiB - 1 is never given. attrs are ignored.</remarks>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = default;
        if (size > int.MaxValue) return null;
        int order = XenOrder(size);
        ulong judged = Judged(size), mask = CoherentMask(device), pfn = _machine.Pages.Allocate(order);
        if (pfn == XenPage.NoFrame) return null;
        PhysAddr phys = new Pfn(pfn).Address;
        handle = _translation.PhysToBus(phys);
        if (!IsFit(phys, handle, judged, mask))
        {
            if (_translation.CreateContiguousRegion(phys, order, BitMath.Fls64(mask), ref handle) != 0)
            {
                _machine.Pages.Free(pfn, order);
                return null;
            }

            if (Semantics.FreeDestroysOnlyExchanged) _exchanged.Add(pfn);
        }

        _machine.Memory.Clear(phys, judged);
        return _machine.Memory.Buffer(phys, (int)size);
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_free_coherent, Linux 4.18; the later form keeps memory that it cannot have allocated.</remarks>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        int order = XenOrder(size);
        ulong judged = Judged(size), mask = CoherentMask(device);
        PhysAddr phys = Semantics.FreeGoesByHandle ? _translation.BusToPhys(handle) : buffer.Address;
        if (Semantics.FreeDestroysOnlyExchanged)
        {
            if (!IsFit(phys, handle, judged, mask)) return;
            if (_exchanged.Remove(phys.Pfn.Value)) _translation.DestroyContiguousRegion(phys, order);
        }
        else if (EndsWithin(handle, judged, mask) || Straddles(phys, judged))
        {
            _translation.DestroyContiguousRegion(phys, order);
        }

        _machine.Pages.Free(buffer.Address.Pfn.Value, order);
    }

    private static bool EndsWithin(DmaAddr bus, ulong size, ulong mask) => unchecked(bus.Value + size - 1) <= mask;

    /// <summary>get_order, in frames of 4 KiB.</summary>
    private int XenOrder(ulong size) => BitMath.Order(size, _machine.PageShift) + _machine.PageShift - XenPage.Shift;

    /// <summary>The size by which a block is judged and zeroed.</summary>
    private ulong Judged(ulong size) => Semantics.CoherentSizeIsRounded ? BitMath.AlignUp(size, XenPage.Size) : size;

    private ulong CoherentMask(Device? device)
    {
        ulong mask = device?.CoherentDmaMask ?? 0;
        return mask == 0 && Semantics.CoherentMaskDefaultsTo32Bits ? uint.MaxValue : mask;
    }

    /// <summary>Whether memory can be given to the device as it is: in reach, consecutive, and aligned where the release asks for it.</summary>
    private bool IsFit(PhysAddr phys, DmaAddr bus, ulong size, ulong mask) =>
        EndsWithin(bus, size, mask) && !Straddles(phys, size) && !(Semantics.AlignmentForcesExchange && IsMisaligned(phys, size));

    /// <summary>range_requires_alignment.</summary>
    private bool IsMisaligned(PhysAddr phys, ulong size)
    {
        ulong block = _machine.PageSize << BitMath.Order(size, _machine.PageShift);
        ulong bus = XenPage.ToAddress(_translation.PfnToBfn(phys.Pfn.Value));
        return phys.Value % block == 0 && bus % block != 0;
    }
}
