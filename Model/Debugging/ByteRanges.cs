using System;
using System.Collections.Generic;

namespace XenDma.Debugging;

/// <summary>A set of bytes of a mapping, as ranges that neither meet nor touch, ascending.</summary>
internal sealed class ByteRanges
{
    /// <summary>More than a driver hands over one by one. Beyond, the gaps count as in: what is in is never blamed.</summary>
    private const int MaxRanges = 64;

    private readonly List<(ulong Start, ulong End)> _ranges = [];

    internal void Add(ulong start, ulong end)
    {
        if (start == end) return;
        int at = _ranges.FindIndex(range => range.End >= start);
        if (at < 0) at = _ranges.Count;
        while (at < _ranges.Count && _ranges[at].Start <= end)
        {
            (start, end) = (Math.Min(start, _ranges[at].Start), Math.Max(end, _ranges[at].End));
            _ranges.RemoveAt(at);
        }

        _ranges.Insert(at, (start, end));
        Bound();
    }

    internal void Remove(ulong start, ulong end)
    {
        if (start == end) return;
        for (int i = _ranges.Count - 1; i >= 0; i--)
        {
            (ulong from, ulong to) = _ranges[i];
            if (to <= start || from >= end) continue;
            _ranges.RemoveAt(i);
            if (to > end) _ranges.Insert(i, (end, to));
            if (from < start) _ranges.Insert(i, (from, start));
        }

        Bound();
    }

    /// <summary>Whether all bytes are in.</summary>
    internal bool Covers(ulong start, ulong end) => start == end || _ranges.Exists(range => range.Start <= start && end <= range.End);

    private void Bound()
    {
        if (_ranges.Count <= MaxRanges) return;
        (ulong Start, ulong End) all = (_ranges[0].Start, _ranges[^1].End);
        _ranges.Clear();
        _ranges.Add(all);
    }
}
