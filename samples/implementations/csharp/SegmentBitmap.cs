using System;
using XenDma.Bouncing;

namespace XenDma.Samples;

/// <summary>The slots of one segment: a bit each, and a second one where a mapping begins.</summary>
internal struct SegmentBitmap()
{
    private const int Slots = (int)IoTlb.SegmentSlots;

    private UInt128 _free = UInt128.MaxValue;
    private UInt128 _heads;

    /// <summary>The slots that are taken.</summary>
    internal readonly int Taken => Slots - (int)UInt128.PopCount(_free);

    /// <summary>Takes a run of free slots.</summary>
    /// <param name="slots">How many, 1 to 128.</param>
    /// <param name="places">A bit for each slot that the run may begin in.</param>
    /// <param name="first">The run's first slot.</param>
    internal bool TryTake(int slots, UInt128 places, out int first)
    {
        first = 0;
        UInt128 fits = RunsOf(slots) & places;
        if (fits == UInt128.Zero) return false;

        // A run whose end meets something is filled up before another is broken in its middle: the long runs stay long.
        UInt128 flush = fits & ~RunsOf(slots + 1);
        first = (int)UInt128.TrailingZeroCount(flush != UInt128.Zero ? flush : fits);
        _free &= ~Run(first, slots);
        _heads |= UInt128.One << first;
        return true;
    }

    /// <summary>Gives a run back.</summary>
    /// <exception cref="InvalidOperationException">No mapping begins there, or a slot of it is free: the records and the bitmaps disagree.</exception>
    internal void Release(int first, int slots)
    {
        UInt128 run = Run(first, slots), head = UInt128.One << first;
        if ((_heads & run) != head || (_free & run) != UInt128.Zero)
            throw new InvalidOperationException($"release of {slots} slots from slot {first} of a segment: this is not one mapping's run");
        _free |= run;
        _heads &= ~head;
    }

    /// <summary>The nearest slot at or before this one in which a mapping begins.</summary>
    internal readonly bool TryFindHead(int slot, out int head)
    {
        UInt128 before = _heads & (UInt128.MaxValue >> (Slots - 1 - slot));
        head = Slots - 1 - (int)UInt128.LeadingZeroCount(before);
        return before != UInt128.Zero;
    }

    private static UInt128 Run(int first, int slots) => (UInt128.MaxValue >> (Slots - slots)) << first;

    /// <summary>A bit for each slot that so many free ones begin at; the shifts bring zeros in, so no run leaves the segment.</summary>
    private readonly UInt128 RunsOf(int slots)
    {
        if (slots > Slots) return UInt128.Zero;
        UInt128 runs = _free;
        for (int length = 1; length < slots;)
        {
            int more = Math.Min(length, slots - length);
            runs &= runs >> more;
            length += more;
        }

        return runs;
    }
}
