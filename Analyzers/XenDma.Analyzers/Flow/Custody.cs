using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Whose the memory of one streaming mapping is on this path, and what was done with it meanwhile. Immutable.</summary>
internal sealed record Custody(Value Root, Value Offset, Value? Length)
{
    /// <summary>The direction lets the device read the memory.</summary>
    public bool DeviceReads { get; init; }

    /// <summary>The direction lets the device write the memory.</summary>
    public bool DeviceWrites { get; init; }

    /// <summary>The map left the CPU's writes where they were.</summary>
    public bool SkippedAtMap { get; init; }

    /// <summary>Synced for the CPU, and not for the device since.</summary>
    public bool IsCpus { get; init; }

    public bool SyncedForCpu { get; init; }

    public bool SyncedForDevice { get; init; }

    /// <summary>Somebody was given the address.</summary>
    public bool IsTold { get; init; }

    /// <summary>The device may be at work on it: submitted, and neither waited for nor stopped.</summary>
    public bool IsSubmitted { get; init; }

    /// <summary>The bytes that a sync of a part gave to the CPU; null after a sync of the whole.</summary>
    public Value? Window { get; init; }

    /// <summary>A mistake of this period was reported.</summary>
    public bool IsSaid { get; init; }

    /// <summary>The CPU's first write while the device owned the memory, which a sync for the device makes good.</summary>
    public IOperation? EarlyWrite { get; init; }

    /// <summary>The CPU's first write since the sync for the CPU.</summary>
    public IOperation? Unsynced { get; init; }

    /// <summary>The unmap that left what the device wrote where it was.</summary>
    public IOperation? SkippedAt { get; init; }

    /// <summary>A mapping of a field that another method made.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Something is to be said of it though the mapping is over.</summary>
    public bool Awaits => SkippedAt is not null && !IsSaid;

    /// <inheritdoc/>
    public override int GetHashCode() =>
        (Root.GetHashCode() * 31) + (IsCpus ? 1 : 0) + (SyncedForCpu ? 2 : 0) + (SyncedForDevice ? 4 : 0) + (IsTold ? 8 : 0) + (IsSaid ? 16 : 0);
}
