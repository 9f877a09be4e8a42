using System;
using System.Collections.Generic;
using XenDma.Bouncing;
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
        ulong judged = Judged(size), mask = CoherentMask(device);
        int order = XenOrder(judged);
        ulong pfn = _machine.Pages.Allocate(order, CoherentFrames(device));
        if (pfn == XenPage.NoFrame) return AllocFromPool(device, size, mask, out handle);
        PhysAddr phys = new Pfn(pfn).Address;
        DmaAddr bus = _translation.PhysToBus(phys);
        if ((!IsFit(device, phys, bus, judged, mask) || Semantics.ExchangeAlways) && !TryExchange(device, phys, order, judged, mask, ref bus))
        {
            _machine.Pages.Free(pfn, order);
            return AllocFromPool(device, size, mask, out handle);
        }

        handle = ToDma(device, bus);
        ulong zeroed = Semantics.AllocTailNotZeroed ? size : judged;
        _machine.Memory.Clear(phys, zeroed);
        if (device is { IsCoherent: false }) _machine.Memory.SetUncached(phys, XenPage.Size << order, uncached: true);
        return _machine.Memory.Buffer(phys, (int)size);
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_free_coherent, Linux 4.18; the later form keeps memory that it cannot have allocated.</remarks>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        if (_pool?.Contains(buffer.Address) == true && _translation.IsNative)
        {
            EndBounce(device, buffer.Address, size, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
            return;
        }

        ulong judged = Judged(size), mask = CoherentMask(device);
        int order = XenOrder(judged);
        DmaAddr bus = ToBus(device, handle);
        PhysAddr phys = Semantics.FreeGoesByHandle ? _translation.BusToPhys(bus) : buffer.Address;
        if (Semantics.FreeLeaksOnSuspicion && !IsFit(device, phys, bus, judged, mask)) return;
        if (device is { IsCoherent: false }) _machine.Memory.SetUncached(buffer.Address, XenPage.Size << order, uncached: false);
        if (GivesBack(device, phys, bus, judged, mask)) _translation.DestroyContiguousRegion(phys, order);
        _machine.Pages.Free(buffer.Address.Pfn.Value, order);
    }

    private static bool EndsWithin(DmaAddr dma, ulong size, ulong mask) => unchecked(dma.Value + size - 1) <= mask;

    /// <summary>Has the frames exchanged for consecutive ones in reach, and sees to it that they are.</summary>
    private bool TryExchange(Device? device, PhysAddr phys, int order, ulong judged, ulong mask, ref DmaAddr bus)
    {
        if (_translation.CreateContiguousRegion(phys, order, BitMath.Fls64(mask), ref bus) != 0) return false;
        if (!Semantics.ExchangeIgnoresMaskShape && !EndsWithin(ToDma(device, bus), judged, mask))
        {
            _translation.DestroyContiguousRegion(phys, order);
            return false;
        }

        _exchanged.Add(phys.Pfn.Value);
        return true;
    }

    /// <summary>Whether the frames go back to the hypervisor: those that were exchanged.</summary>
    private bool GivesBack(Device? device, PhysAddr phys, DmaAddr bus, ulong judged, ulong mask)
    {
        bool wasExchanged = _exchanged.Contains(phys.Pfn.Value), straddles = _translation.Straddles(phys, judged);
        bool ends = EndsWithin(ToDma(device, bus), judged, mask);
        if (Semantics.FreeDestroyNegationLost && (ends && !straddles)) return false;
        _exchanged.Remove(phys.Pfn.Value);
        if (Semantics.ExchangeAlways) return true;
        if (Semantics.FreeNeverGivesBack) return !ends || straddles;
        if (Semantics.FreeDestroysWhenTorn && straddles) return true;
        return Semantics.FreeDestroysNeverExchanged ? ends && !straddles : wasExchanged;
    }

    /// <summary>get_order, in frames of 4 KiB.</summary>
    private int XenOrder(ulong size) => BitMath.Order(size, _machine.PageShift) + _machine.PageShift - XenPage.Shift;

    /// <summary>The size by which a block is judged and zeroed.</summary>
    private ulong Judged(ulong size) => Semantics.SizeNotRounded ? size
        : Semantics.SizeShiftedByXenPage ? XenPage.Size << BitMath.Order(size, _machine.PageShift)
        : BitMath.AlignUp(size, XenPage.Size);

    private ulong CoherentMask(Device? device)
    {
        ulong mask = device?.CoherentDmaMask ?? 0;
        if (mask == 0 && Semantics.MaskZeroMeans32Bits) mask = uint.MaxValue;
        return Semantics.CoherentMaskTruncated ? (uint)mask : mask;
    }

    /// <summary>Where the device's window lies, if it has one; the mask is judged of what the page allocator gives.</summary>
    private FrameRange CoherentFrames(Device? device) => new((device?.ReachStart ?? 0) >> XenPage.Shift, _machine.Layout.FrameCount);

    /// <summary>Whether memory can be given to the device as it is: in reach, consecutive, and aligned where the release asks for it.</summary>
    private bool IsFit(Device? device, PhysAddr phys, DmaAddr bus, ulong size, ulong mask) =>
        EndsWithin(ToDma(device, bus), size, Math.Min(mask, device?.ReachLimit ?? mask)) && !_translation.Straddles(phys, size)
        && (Semantics.CoherentNotSizeAligned || !_translation.RequiresAlignment(phys, size));

    /// <summary>Coherent memory out of the slots of streaming mappings (swiotlb_alloc_buffer), which the native ops once fell back to.</summary>
    private GuestBuffer? AllocFromPool(Device? device, ulong size, ulong mask, out DmaAddr handle)
    {
        handle = default;
        if (_pool is not { } pool || !_translation.IsNative || !Semantics.CoherentDrainsPool) return null;
        var request = new SlotRequest(ulong.MaxValue, BitMath.AlignUp(size, XenPage.Size), 0, 0, pool.Start.Value);
        if (!pool.TryTake(request, out PhysAddr slot, _machine.CurrentCpu)) return null;
        handle = ToDma(device, _translation.PhysToBus(slot));
        if (!EndsWithin(handle, size, mask))
        {
            pool.Release(slot, request.Size, 0);
            return null;
        }

        if (Semantics.ZeroOriginalCopied) _machine.Memory.Copy(default, slot, size);
        else _machine.Memory.Clear(slot, size);
        return _machine.Memory.Buffer(slot, (int)size);
    }
}
