using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>The machine frames that the hypervisor can give, as ascending runs that never touch.</summary>
internal sealed class SpareFrames
{
    private readonly List<FrameRange> _runs = [];

    internal SpareFrames(IReadOnlyList<FrameRange> spare)
    {
        foreach (FrameRange run in spare)
        {
            if (run.Count == 0) throw new ArgumentException($"spare run of no frames at machine frame 0x{run.First:x}");
            if (run.First >= PhysToMachine.MfnLimit || run.Count > PhysToMachine.MfnLimit - run.First)
                throw new ArgumentException($"spare run of {run.Count} frames at machine frame 0x{run.First:x}: frame numbers have 52 bits");
            if (Overlaps(run)) throw new ArgumentException($"spare run of {run.Count} frames at machine frame 0x{run.First:x} overlaps another");
            Add(run);
        }
    }

    /// <summary>The number of spare frames.</summary>
    internal ulong Count { get; private set; }

    internal IReadOnlyList<FrameRange> Runs => _runs;

    internal bool Contains(ulong mfn) => Overlaps(new FrameRange(mfn, 1));

    /// <summary>Whether some frame of the range is spare.</summary>
    internal bool Overlaps(FrameRange range)
    {
        int behind = FirstBehind(range.First);
        return (behind > 0 && _runs[behind - 1].End > range.First) || (behind < _runs.Count && _runs[behind].First < range.End);
    }

    /// <summary>Takes the lowest naturally aligned run of 2^order frames that ends at or below <paramref name="limit"/>; all ones for none.</summary>
    internal ulong TakeAligned(int order, ulong limit)
    {
        ulong count = 1UL << order;
        for (int i = 0; i < _runs.Count; i++)
        {
            FrameRange run = _runs[i];
            ulong first = BitMath.AlignUp(run.First, count);
            if (limit < count || first > limit - count) return XenPage.NoFrame;
            if (first >= run.End || run.End - first < count) continue;
            Remove(i, new FrameRange(first, count));
            return first;
        }

        return XenPage.NoFrame;
    }

    /// <summary>Takes the lowest spare frame; there must be one.</summary>
    internal ulong TakeLowest()
    {
        ulong mfn = _runs[0].First;
        Remove(0, new FrameRange(mfn, 1));
        return mfn;
    }

    internal void Add(FrameRange range)
    {
        int at = FirstBehind(range.First);
        bool joinsBefore = at > 0 && _runs[at - 1].End == range.First;
        bool joinsBehind = at < _runs.Count && _runs[at].First == range.End;
        FrameRange joined = new(
            joinsBefore ? _runs[at - 1].First : range.First,
            range.Count + (joinsBefore ? _runs[at - 1].Count : 0) + (joinsBehind ? _runs[at].Count : 0));
        if (joinsBehind) _runs.RemoveAt(at);
        if (joinsBefore) _runs[at - 1] = joined;
        else _runs.Insert(at, joined);
        Count += range.Count;
    }

    private void Remove(int at, FrameRange part)
    {
        FrameRange run = _runs[at];
        FrameRange before = new(run.First, part.First - run.First), behind = new(part.End, run.End - part.End);
        Count -= part.Count;
        if (before.Count == 0 && behind.Count == 0) _runs.RemoveAt(at);
        else if (before.Count == 0) _runs[at] = behind;
        else
        {
            _runs[at] = before;
            if (behind.Count != 0) _runs.Insert(at + 1, behind);
        }
    }

    private int FirstBehind(ulong mfn)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].First > mfn) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
