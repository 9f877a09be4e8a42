using XenDma.Bouncing;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_unmap_page, xen_unmap_single, Linux 4.18. An address outside the pool is a direct mapping: nothing is copied.</remarks>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        DmaAddr bus = ToBus(device, address);
        if (Semantics.BusToPhysBugs) _translation.BusToPhys(bus);
        if (device is { IsCoherent: false }) EndForCpu(device, bus, size, direction, attrs);
        if (!IsBounced(bus, out PhysAddr slot)) return;
        if (!Semantics.UnmapPassesBusAddress) EndBounce(device, slot, size, direction, attrs);
        else if (_pool!.Contains(new PhysAddr(bus.Value))) EndBounce(device, new PhysAddr(bus.Value), size, direction, attrs);
    }

    /// <summary>Copies back what the device wrote, then gives the slots back (swiotlb_tbl_unmap_single).</summary>
    private void EndBounce(Device? device, PhysAddr slot, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        ulong minAlign = MinAlignOf(device);
        bool copies = ComesFromDevice(direction) || Semantics.SyncOverwritesByInitialCopyInUnmap;
        if (copies && (attrs & DmaAttrs.SkipCpuSync) == 0) _pool!.CopyMapping(slot, size, BounceWay.Out, minAlign);
        _pool!.Release(slot, size, minAlign);
    }
}
