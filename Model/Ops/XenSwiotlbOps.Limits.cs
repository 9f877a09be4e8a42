using XenDma.Bouncing;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    private const ulong Mask24Bits = 0xFFFFFF;

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_dma_supported, Linux 4.18; on bare metal dma_direct_supported.</remarks>
    public bool DmaSupported(Device device, ulong mask)
    {
        if (_translation.IsNative && Semantics.NativeOpsAskFor24Bits) return mask >= Mask24Bits;
        DmaAddr last = Semantics.SupportedLooksAtLastByte ? _reach.Last : _reach.Highest;
        return ToDma(device, last).Value <= mask;
    }

    /// <inheritdoc/>
    /// <remarks>swiotlb_max_mapping_size, which knows nothing of boundaries. Where the kernel's subtraction would wrap, for a device that keeps
    /// more bits than a segment has, nothing is sure: 0.</remarks>
    public ulong MaxMappingSize(Device device)
    {
        if (Semantics.NoMaxMappingSize) return ulong.MaxValue;
        ulong kept = Semantics.MinAlignIgnored || Semantics.MaxMappingIgnoresMinAlign ? 0 : MinAlignOf(device);
        return kept >= IoTlb.SegmentSize ? 0 : IoTlb.SegmentSize - BitMath.AlignUp(kept, IoTlb.SlotSize);
    }
}
