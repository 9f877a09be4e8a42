using XenDma.Bouncing;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_unmap_page, xen_unmap_single, Linux 4.18. An address outside the pool is a direct mapping: nothing is done.</remarks>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        if (IsBounced(address, out PhysAddr slot)) EndBounce(device, slot, size, direction, attrs);
    }

    /// <summary>Copies back what the device wrote, then gives the slots back (swiotlb_tbl_unmap_single).</summary>
    private void EndBounce(Device? device, PhysAddr slot, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        ulong minAlign = MinAlignOf(device);
        if (ComesFromDevice(direction) && (attrs & DmaAttrs.SkipCpuSync) == 0) _pool!.CopyMapping(slot, size, BounceWay.Out, minAlign);
        _pool!.Release(slot, size, minAlign);
    }
}
