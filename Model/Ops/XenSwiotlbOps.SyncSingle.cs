using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_single_for_cpu, Linux 4.18.</remarks>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (Semantics.SyncDetectsNone) RequireDirection(direction);
        DmaAddr bus = ToBus(device, address);
        bool isBounced = IsBounced(bus, out PhysAddr slot);
        if (isBounced) RequireDirection(direction);
        if (device is { IsCoherent: false }) SyncCache(device, bus, size, CacheTurn.ToCpu, direction);
        if (isBounced && ComesFromDevice(direction)) _pool!.CopyPart(slot, size, BounceWay.Out, MinAlignOf(device));
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_single_for_device, Linux 4.18. Of a mapping from the device nothing is copied: its bytes are the device's.</remarks>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (Semantics.SyncDetectsNone) RequireDirection(direction);
        DmaAddr bus = ToBus(device, address);
        if (IsBounced(bus, out PhysAddr slot))
        {
            RequireDirection(direction);
            if (GoesToDevice(direction) || Semantics.SyncForDeviceClobbers) _pool!.CopyPart(slot, size, BounceWay.In, MinAlignOf(device));
        }

        if (device is { IsCoherent: false }) SyncCache(device, bus, size, CacheTurn.ToDevice, direction);
    }
}
