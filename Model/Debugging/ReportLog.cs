using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Debugging;

/// <summary>The first reports, and the count of all.</summary>
internal sealed class ReportLog(int capacity)
{
    private readonly List<MisuseReport> _kept = [];
    private readonly long[] _counts = new long[Enum.GetValues<Misuse>().Length + 1];

    internal IReadOnlyList<MisuseReport> Kept => _kept;

    internal long Total => _counts.Sum();

    internal long this[Misuse misuse] => _counts[(int)misuse];

    internal void Add(MisuseReport report)
    {
        _counts[(int)report.Misuse]++;
        if (_kept.Count < capacity) _kept.Add(report);
    }
}
