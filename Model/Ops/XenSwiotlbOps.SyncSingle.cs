using XenDma.Bouncing;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_single_for_cpu, Linux 4.18.</remarks>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (Semantics.SyncDetectsNone) RequireDirection(direction);
        if (!IsBounced(address, out PhysAddr slot)) return;
        RequireDirection(direction);
        if (ComesFromDevice(direction)) _pool!.CopyPart(slot, size, BounceWay.Out, MinAlignOf(device));
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_single_for_device, Linux 4.18. Of a mapping from the device nothing is copied: its bytes are the device's.</remarks>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (Semantics.SyncDetectsNone) RequireDirection(direction);
        if (!IsBounced(address, out PhysAddr slot)) return;
        RequireDirection(direction);
        if (GoesToDevice(direction)) _pool!.CopyPart(slot, size, BounceWay.In, MinAlignOf(device));
    }
}
