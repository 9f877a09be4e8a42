using System;
using System.Collections.Generic;

namespace XenDma.Specs.Traces.Summaries;

/// <summary>The slots in use over time, in a bounded number of steps: each keeps the most that was in use in it. When the time outgrows them, two
/// become one.</summary>
public sealed class PoolTimeline
{
    /// <summary>The most steps.</summary>
    public const int MaxSteps = 512;

    private readonly ulong[] _most = new ulong[MaxSteps];
    private long _start = -1;
    private int _last;

    /// <summary>The time of the first event, in microseconds.</summary>
    public long Start => Math.Max(_start, 0);

    /// <summary>How long a step is, in microseconds.</summary>
    public long Step { get; private set; } = 1024;

    /// <summary>The most slots in use in each step.</summary>
    public IReadOnlyList<ulong> Most => _most.AsSpan(0, _last + 1).ToArray();

    internal void Note(long time, ulong used)
    {
        if (_start < 0) _start = time;
        long at = Math.Max(0, time - _start);
        while (at / Step >= MaxSteps) Halve();
        int step = (int)(at / Step);
        for (int i = _last + 1; i <= step; i++) _most[i] = _most[_last];
        _last = Math.Max(_last, step);
        _most[step] = Math.Max(_most[step], used);
    }

    private void Halve()
    {
        for (int i = 0; i < MaxSteps / 2; i++) _most[i] = Math.Max(_most[2 * i], _most[(2 * i) + 1]);
        Array.Clear(_most, MaxSteps / 2, MaxSteps / 2);
        _last /= 2;
        Step *= 2;
    }
}
