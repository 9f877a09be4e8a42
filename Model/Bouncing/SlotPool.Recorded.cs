namespace XenDma.Bouncing;

public sealed partial class SlotPool
{
    /// <summary>Takes the run of slots that a recording says a mapping got, without a search; the index goes on behind it, as after a search.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="slot">The guest address of the mapping's first byte in its slots.</param>
    /// <returns>false where the run is not free, or no run of the pool; then nothing has changed.</returns>
    internal bool TryTakeAt(in SlotRequest request, PhysAddr slot)
    {
        ulong offset = OffsetOf(request.Original, request.MinAlignMask), count = IoTlb.SlotsFor(unchecked(request.Size + offset));
        if (!Contains(slot) || slot.Value - Start.Value < offset) return false;
        ulong first = ToSlot(slot.Value - offset - Start.Value);
        if (count is 0 or > IoTlb.SegmentSlots || first + count > Slots || (first % IoTlb.SegmentSlots) + count > IoTlb.SegmentSlots) return false;
        for (ulong i = 0; i < count; i++)
        {
            if (_list[first + i] == 0) return false;
        }

        Take((int)(first / AreaSlots), first, count, request, (ushort)offset);
        return true;
    }

    /// <summary>Whether a guest address lies in a slot that is taken.</summary>
    internal bool IsTaken(PhysAddr slot) => Contains(slot) && _list[ToSlot(slot.Value - Start.Value)] == 0;
}
