namespace XenDma.Bouncing;

public sealed partial class SlotPool
{
    /// <summary>Looks at all of the pool's tables: each free count is one more than its neighbour's within the segment, a free slot mirrors
    /// nothing, the used counters say what the lists say.</summary>
    /// <returns>The first slot that is wrong and how, in words; null where all is well.</returns>
    public string? FindFault()
    {
        ulong taken = 0;
        for (ulong i = (ulong)_list.Length; i-- > 0;)
        {
            bool ends = i + 1 == (ulong)_list.Length || (i + 1) % IoTlb.SegmentSlots == 0;
            uint behind = ends ? 0 : _list[i + 1];
            if (_list[i] != 0 && _list[i] != behind + 1) return $"slot {i} counts {_list[i]} free slots, the one behind it {behind}";
            if (_list[i] != 0 && _original[i] != NoOriginal) return $"slot {i} is free and mirrors 0x{_original[i]:x}";
            if (_list[i] == 0) taken++;
        }

        return taken == SlotsInUse ? null : $"{SlotsInUse} slots are counted as taken, {taken} are";
    }
}
