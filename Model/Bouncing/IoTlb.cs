namespace XenDma.Bouncing;

/// <summary>The measures of a bounce pool (include/linux/swiotlb.h).</summary>
public static class IoTlb
{
    /// <summary>log2 of a slot's size in bytes (IO_TLB_SHIFT).</summary>
    public const int SlotShift = 11;

    /// <summary>The size of a slot in bytes (IO_TLB_SIZE).</summary>
    public const ulong SlotSize = 1UL << SlotShift;

    /// <summary>The bits of an address that lie within its slot.</summary>
    public const ulong SlotOffsetMask = SlotSize - 1;

    /// <summary>The slots of a segment: the longest run that a mapping can have (IO_TLB_SEGSIZE).</summary>
    public const ulong SegmentSlots = 128;

    /// <summary>The size of a segment in bytes: the largest mapping.</summary>
    public const ulong SegmentSize = SegmentSlots << SlotShift;

    /// <summary>The slots of a pool that nobody asked a size for: 64 MiB (IO_TLB_DEFAULT_SIZE).</summary>
    public const ulong DefaultSlots = 64UL << (20 - SlotShift);

    /// <summary>At this size the init stops trying smaller blocks (IO_TLB_MIN_SLABS).</summary>
    public const ulong MinSlots = (1UL << 20) >> SlotShift;

    /// <summary>The slots that hold so many bytes.</summary>
    public static ulong SlotsFor(ulong bytes) => unchecked(bytes + SlotOffsetMask) >> SlotShift;
}
