using System;
using XenDma.Bouncing;

namespace XenDma.Samples;

/// <summary>What a mapping asks of a segment. Segments are aligned to their own size on the bus and for the guest alike, so what holds for an
/// offset into one segment holds for it in all of them, and on both sides.</summary>
/// <param name="Original">The guest address of the bytes.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Offset">How far into its first slot the mapping begins.</param>
/// <param name="Slots">How many slots it takes.</param>
/// <param name="Places">A bit for each slot of a segment that it may begin in.</param>
internal readonly record struct SlotDemand(PhysAddr Original, ulong Size, ulong Offset, int Slots, UInt128 Places)
{
    private const ulong SegmentMask = IoTlb.SegmentSize - 1;

    /// <summary>The demand of a mapping that must be bounced. A mapping that fits in no segment has no places.</summary>
    /// <param name="original">The guest address of the bytes.</param>
    /// <param name="size">How many.</param>
    /// <param name="device">The device: address bits to keep, a boundary not to cross.</param>
    /// <param name="pageSize">The guest's page size: what is as large begins on a page, but for the bits that are kept.</param>
    /// <exception cref="KernelBugException">The device's boundary is no power of two.</exception>
    internal static SlotDemand Of(PhysAddr original, ulong size, Device device, ulong pageSize)
    {
        if (!IsMask(device.SegmentBoundaryMask))
            throw new KernelBugException($"{device}: segment boundary mask 0x{device.SegmentBoundaryMask:x} is no power of two less one");
        ulong kept = device.MinAlignMask & SegmentMask, wanted = original.Value & kept;
        ulong judged = kept | IoTlb.SlotOffsetMask | (size >= pageSize ? pageSize - 1 : 0);
        ulong offset = wanted & IoTlb.SlotOffsetMask;
        if (size > IoTlb.SegmentSize - offset) return new SlotDemand(original, size, offset, 0, UInt128.Zero);
        ulong slots = IoTlb.SlotsFor(offset + size);
        UInt128 places = UInt128.Zero;
        for (int first = 0; (ulong)first + slots <= IoTlb.SegmentSlots; first++)
        {
            ulong at = ((ulong)first << IoTlb.SlotShift) + offset;
            if (((at ^ wanted) & judged) == 0 && !Crosses(at, size, device.SegmentBoundaryMask)) places |= UInt128.One << first;
        }

        return new SlotDemand(original, size, offset, (int)slots, places);
    }

    /// <summary>The most bytes that have a place in an empty segment, wherever they come from; 0 where the device's boundary rules all out.</summary>
    internal static ulong MaxSize(Device device)
    {
        if (!IsMask(device.SegmentBoundaryMask)) return 0;
        ulong window = device.SegmentBoundaryMask == 0 ? SegmentMask : Math.Min(SegmentMask, device.SegmentBoundaryMask);
        return window + 1 - (device.MinAlignMask & window);
    }

    private static bool Crosses(ulong at, ulong size, ulong boundary) => boundary != 0 && (at & ~boundary) != ((at + size - 1) & ~boundary);

    private static bool IsMask(ulong boundary) => (boundary & unchecked(boundary + 1)) == 0;
}
