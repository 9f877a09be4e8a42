using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_map_page, Linux 4.18.</remarks>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        PhysAddr phys = page.Pfn.Address + offset;
        DmaAddr bus = _translation.PhysToBus(phys);
        if (MapsDirectly(device, phys, bus, size)) return bus;
        if (!TryBounce(device, phys, size, direction, attrs, out PhysAddr slot)) return DmaAddr.MappingError;

        // The slot may lie beyond the device's reach: pool segments have any machine frames below 4 GiB.
        bus = _translation.PhysToBus(slot);
        if (IsCapable(device, bus, size)) return bus;
        EndBounce(device, slot, size, direction, attrs | DmaAttrs.SkipCpuSync);
        return DmaAddr.MappingError;
    }

    /// <summary>Within the device's reach, consecutive on the bus, and nobody asked to bounce all.</summary>
    private bool MapsDirectly(Device device, PhysAddr phys, DmaAddr bus, ulong size) =>
        IsCapable(device, bus, size) && !Straddles(phys, size) && !_forcesBounce;

    /// <summary>Takes slots and copies what the device is to see (swiotlb_tbl_map_single).</summary>
    private bool TryBounce(Device device, PhysAddr phys, ulong size, DmaDirection direction, DmaAttrs attrs, out PhysAddr slot)
    {
        slot = default;
        if (_pool is not { } pool)
        {
            _machine.Log.Write(KernelLogLevel.Warning, device, static device =>
                $"{device}: Can not allocate SWIOTLB buffer earlier and can't now provide you with the DMA bounce buffer");
            return false;
        }

        ulong boundaryBase = Semantics.BoundaryBaseIsBusAddress ? _poolBus.Value : pool.Start.Value;
        var request = new SlotRequest(phys.Value, size, device.MinAlignMask, device.SegmentBoundaryMask, boundaryBase);
        if (!pool.TryTake(request, out slot))
        {
            WarnPoolFull(device, pool, request, attrs);
            return false;
        }

        if (Semantics.MapAlwaysCopiesIn || (GoesToDevice(direction) && (attrs & DmaAttrs.SkipCpuSync) == 0))
            pool.CopyMapping(slot, size, BounceWay.In, device.MinAlignMask);
        return true;
    }

    private void WarnPoolFull(Device device, SlotPool pool, in SlotRequest request, DmaAttrs attrs)
    {
        if ((attrs & DmaAttrs.NoWarn) != 0) return;
        if (!Semantics.SearchAsksFreeCount)
        {
            _machine.Log.Write(KernelLogLevel.Warning, (device, request.Size), static facts =>
                $"{facts.device}: swiotlb buffer is full (sz: {facts.Size} bytes)");
            return;
        }

        ulong size = Semantics.SearchCountsCandidates ? request.Size + (request.Original & request.MinAlignMask & IoTlb.SlotOffsetMask) : request.Size;
        _machine.Log.Write(KernelLogLevel.Warning, (device, size, pool), static facts =>
            $"{facts.device}: swiotlb buffer is full (sz: {facts.size} bytes), total {facts.pool.Slots} (slots), used {facts.pool.SlotsInUse} (slots)");
    }
}
