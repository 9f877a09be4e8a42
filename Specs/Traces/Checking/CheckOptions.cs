namespace XenDma.Specs.Traces.Checking;

/// <summary>What a trace is held against, and what is known beside it.</summary>
public sealed record CheckOptions
{
    /// <summary>The release that recorded; null where it is not known.</summary>
    public Semantics? Semantics { get; init; }

    /// <summary>Whether the question is if the kernel does what its release is known to do, in place of whether anything is wrong.</summary>
    public bool AgainstSemantics { get; init; }

    /// <summary>The guest address of the pool's first byte; null where it is not known.</summary>
    public ulong? PoolStart { get; init; }

    /// <summary>The guest address behind the pool's last byte.</summary>
    public ulong? PoolEnd { get; init; }

    /// <summary>Whether the trace began before the drivers: an unmap of what was never mapped is then a mistake, whatever the format tells.</summary>
    public bool IsFromStart { get; init; }

    /// <summary>Whether all drivers were gone when the trace ended: what is mapped then was leaked.</summary>
    public bool ExpectsNoneAlive { get; init; }

    /// <summary>Probes that missed an event, as kprobe_profile tells: what only a lost event explains is then Inconclusive.</summary>
    public long ProbeMisses { get; init; }
}
