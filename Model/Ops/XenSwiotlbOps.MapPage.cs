using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    private const ulong FirstMissing = 0xFFFF_FFFF_FFFF_F000;

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_map_page, Linux 4.18.</remarks>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        PhysAddr phys = page.Pfn.Address + offset;
        DmaAddr bus = _translation.PhysToBus(phys);
        if (MapsDirectly(device, phys, bus, size)) return BeginDirect(device, phys, bus, size, direction, attrs);
        if (IsMissing(bus)) return OutOfReach;
        if (!TryBounce(device, phys, size, direction, attrs, out PhysAddr slot)) return PoolFull(device, size, direction);

        // The slot may lie beyond the device's reach: pool segments have any machine frames below 4 GiB.
        DmaAddr slotBus = _translation.PhysToBus(slot);
        if (IsCapable(device, ToDma(device, slotBus), size)) return BeginBounced(device, slot, slotBus, bus, size, direction, attrs);
        EndBounce(device, slot, size, direction, Semantics.ErrorPathCopiesBack ? attrs : attrs | DmaAttrs.SkipCpuSync);
        return OutOfReach;
    }

    /// <summary>Within the device's reach, consecutive on the bus, and neither the platform nor anybody else asks to bounce.</summary>
    private bool MapsDirectly(Device device, PhysAddr phys, DmaAddr bus, ulong size) =>
        !_forcesBounce && IsCapable(device, ToDma(device, bus), size) && !_translation.Straddles(phys, size)
        && !_translation.NeedsBounce(phys, bus, device.IsCoherent) && !IsMissing(bus);

    /// <summary>Whether no frame is behind a guest address, which the release sees.</summary>
    private bool IsMissing(DmaAddr bus) => bus.Value >= FirstMissing && !Semantics.MissingFrameMapsDirect;

    /// <summary>Takes slots and copies what the device is to see (swiotlb_tbl_map_single).</summary>
    private bool TryBounce(Device device, PhysAddr phys, ulong size, DmaDirection direction, DmaAttrs attrs, out PhysAddr slot)
    {
        slot = default;
        if (_pool is not { } pool || _neverBounces)
        {
            RefuseWithoutPool(device, phys);
            return false;
        }

        SlotRequest request = RequestOf(device, pool, phys, size);
        if (!pool.TryTake(request, out slot, _machine.CurrentCpu))
        {
            WarnPoolFull(device, pool, request, attrs);
            return false;
        }

        if (!Semantics.FromDeviceSlotUninitialised || (GoesToDevice(direction) && (attrs & DmaAttrs.SkipCpuSync) == 0))
            pool.CopyMapping(slot, size, BounceWay.In, device.MinAlignMask);
        return true;
    }

    private SlotRequest RequestOf(Device device, SlotPool pool, PhysAddr phys, ulong size)
    {
        ulong boundaryBase = Semantics.BoundaryTestOnGuestAddress ? pool.Start.Value : _reach.Base.Value;
        bool keepsOnBus = device.MinAlignMask > XenPage.OffsetMask && !Semantics.MinAlignOnGuestAddress;
        return new SlotRequest(phys.Value, size, device.MinAlignMask, device.SegmentBoundaryMask, boundaryBase,
            keepsOnBus ? _reach.Base.Value : pool.Start.Value, keepsOnBus ? _translation.PhysToBus(phys).Value : phys.Value);
    }
}
