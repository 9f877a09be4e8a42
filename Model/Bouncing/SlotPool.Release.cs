using XenDma.Machines;

namespace XenDma.Bouncing;

public sealed partial class SlotPool
{
    /// <summary>Gives a mapping's slots back (swiotlb_release_slots; the end of swiotlb_tbl_unmap_single). The search index stays.</summary>
    /// <param name="slot">The guest address of the mapping's first byte in its slots.</param>
    /// <param name="callersSize">The size that the caller names, in bytes; what counts until slots know their size.</param>
    /// <param name="minAlignMask">The device's min_align_mask as it is now.</param>
    /// <exception cref="MachineFaultException">The caller's size reaches beyond the pool's lists.</exception>
    internal void Release(PhysAddr slot, ulong callersSize, ulong minAlignMask)
    {
        ulong offset = _semantics.ReleaseUsesCurrentMinAlign ? OffsetOf(slot.Value, minAlignMask) : _offset[ToSlot(slot.Value - Start.Value)];
        ulong first = ToSlot(slot.Value - offset - Start.Value);
        if (_list[first] != 0 && !_semantics.UnmapTrustsSize && !_semantics.DoubleUnmapSkewsUsed) return;
        ulong size = _semantics.UnmapTrustsSize ? unchecked(callersSize + offset) : unchecked(_allocSize[first] + offset);
        ulong count = IoTlb.SlotsFor(size);
        if (count > (ulong)_list.Length - first)
            throw new MachineFaultException($"release of {count} slots at slot {first}: the pool's lists end at slot {_list.Length}");

        // A run grows into the free slots behind it, but never into the next segment.
        ulong segmentEnd = BitMath.AlignUp(first + 1, IoTlb.SegmentSlots);
        uint free = first + count < segmentEnd ? _list[first + count] : 0;
        for (ulong i = first + count; i-- > first;)
        {
            if (_list[i] == 0 && i < Slots) _listedTaken--;
            _list[i] = ++free;
            _original[i] = NoOriginal;
            _allocSize[i] = 0;
            _offset[i] = 0;
        }

        RecountBefore(first, free);
        ref SlotArea area = ref _areas[_areas.Length == 1 ? 0 : first / AreaSlots];
        area.Used = unchecked(area.Used - count);
    }
}
