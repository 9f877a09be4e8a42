using System;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>What a child process may use before it is ended. Progress counts, not the time that a campaign takes.</summary>
public sealed record ChildLimits
{
    /// <summary>Processor time without a step's progress: an endless loop. Not real time, so that a busy machine makes no verdict.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that it waits, without a step's progress, for what never comes: a lock, a signal. On Linux time in which it wants to run and
    /// is not let does not count.</summary>
    public TimeSpan Still { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The bytes that the process may keep in memory: 2 GiB.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>How many children may die before a campaign stops; each costs a start.</summary>
    public int MaxDeaths { get; init; } = 40;

    /// <summary>How many may die over one scenario that is shrunk; then it is as short as it is.</summary>
    public int MaxDeathsWhileShrinking { get; init; } = 30;

    /// <summary>The same, with less patience: a case that is known to hang is tried again and again while it is shrunk.</summary>
    internal ChildLimits Shrinking => this with { Busy = Min(Busy, TimeSpan.FromSeconds(2)), Still = Min(Still, TimeSpan.FromSeconds(3)) };

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
