using XenDma.Bouncing;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_dma_supported, Linux 4.18. Only the pool's last byte is looked at, though its segments lie in any order.</remarks>
    public bool DmaSupported(Device device, ulong mask)
    {
        ulong last = _pool is null ? ulong.MaxValue : _pool.End.Value - 1;
        return _translation.PhysToBus(new PhysAddr(last)).Value <= mask;
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_mapping_error, Linux 4.18. 0 is an address like any other.</remarks>
    public bool MappingError(Device device, DmaAddr address) => address == DmaAddr.MappingError;

    /// <inheritdoc/>
    /// <remarks>swiotlb_max_mapping_size, which knows nothing of boundaries. The call is younger than 4.18; the answer was as true then. Where
    /// the kernel's subtraction would wrap, for a device that keeps more bits than a segment has, nothing is sure: 0.</remarks>
    public ulong MaxMappingSize(Device device)
    {
        ulong kept = Semantics.KeepsMinAlignMask ? MinAlignOf(device) : 0;
        return kept >= IoTlb.SegmentSize ? 0 : IoTlb.SegmentSize - BitMath.AlignUp(kept, IoTlb.SlotSize);
    }
}
