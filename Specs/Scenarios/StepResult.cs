using System.Collections.Immutable;
using System.Linq;

namespace XenDma.Specs.Scenarios;

/// <summary>What a call answered.</summary>
public abstract record StepResult;

/// <summary><c>{}</c>: the call returned.</summary>
public sealed record Done : StepResult;

/// <summary><c>{"bug": true}</c>: the call found its caller in breach of contract, or early boot ended in a panic.</summary>
public sealed record Bug : StepResult;

/// <summary>The call never returns. No file holds this: a step that hangs has no result there.</summary>
public sealed record Hang : StepResult;

/// <summary>The call ended in a fault: an access outside memory, an exception. No file holds this.</summary>
/// <param name="Message">What happened.</param>
public sealed record Faulted(string Message) : StepResult;

/// <summary>The call answered what no machine can mean. No file holds this.</summary>
/// <param name="Message">What it answered, and what is possible.</param>
public sealed record Nonsense(string Message) : StepResult;

/// <summary>The call was left out: it stands on one that failed, or the implementation does not offer it. No file holds this.</summary>
public sealed record NotRun : StepResult;

/// <summary><c>{"rc": n}</c> below 0: init, mmap or get_sgtable failed.</summary>
public sealed record Failed(int Rc) : StepResult;

/// <summary><c>{"rc": 0, "slabs": n, "phys": start, "end": end}</c>: the pool that init made.</summary>
public sealed record PoolMade(ulong Slabs, ulong Start, ulong End) : StepResult;

/// <summary><c>{"dma": addr}</c>: a mapping.</summary>
public sealed record Mapped(ulong Dma) : StepResult;

/// <summary><c>{"error": true}</c>: map_page failed.</summary>
public sealed record NotMapped : StepResult;

/// <summary>What the device sees of a list's entry.</summary>
public readonly record struct MappedSegment(ulong Dma, ulong Length);

/// <summary><c>{"count": n, "segments": [[dma, length], ...]}</c>: a mapped list; 0 and none for a failed map_sg.</summary>
public sealed record ListMapped(ImmutableArray<MappedSegment> Segments) : StepResult
{
    /// <summary>Equal where all segments are.</summary>
    public bool Equals(ListMapped? other) => other is not null && Segments.SequenceEqual(other.Segments);

    /// <inheritdoc/>
    public override int GetHashCode() => Segments.Length;
}

/// <summary><c>{"phys": p, "dma": d}</c>: coherent memory.</summary>
public sealed record Allocated(ulong Phys, ulong Dma) : StepResult;

/// <summary><c>{"phys": null}</c>: alloc failed.</summary>
public sealed record NotAllocated : StepResult;

/// <summary><c>{"supported": bool}</c>.</summary>
public sealed record Supported(bool Value) : StepResult;

/// <summary><c>{"error": bool}</c> of mapping_error.</summary>
public sealed record IsMappingError(bool Value) : StepResult;

/// <summary><c>{"pfns": [...]}</c> of mmap: the guest frames behind the user's pages.</summary>
public sealed record GuestFrames(ImmutableArray<ulong> Pfns) : StepResult
{
    /// <summary>Equal where all frames are.</summary>
    public bool Equals(GuestFrames? other) => other is not null && Pfns.SequenceEqual(other.Pfns);

    /// <inheritdoc/>
    public override int GetHashCode() => Pfns.Length;
}

/// <summary><c>{"mfns": [...]}</c> of p2m: the machine frames, null for none.</summary>
public sealed record MachineFrames(ImmutableArray<ulong?> Mfns) : StepResult
{
    /// <summary>Equal where all frames are.</summary>
    public bool Equals(MachineFrames? other) => other is not null && Mfns.SequenceEqual(other.Mfns);

    /// <inheritdoc/>
    public override int GetHashCode() => Mfns.Length;
}

/// <summary>A run of guest memory in a list.</summary>
public readonly record struct TableSegment(ulong Phys, ulong Length);

/// <summary><c>{"segments": [[phys, length], ...]}</c> of get_sgtable.</summary>
public sealed record SgTable(ImmutableArray<TableSegment> Segments) : StepResult
{
    /// <summary>Equal where all segments are.</summary>
    public bool Equals(SgTable? other) => other is not null && Segments.SequenceEqual(other.Segments);

    /// <inheritdoc/>
    public override int GetHashCode() => Segments.Length;
}

/// <summary><c>{"sum": h}</c>: the FNV-1a hash of the bytes that were read.</summary>
public sealed record Sum(ulong Hash) : StepResult;

/// <summary><c>{"count": n}</c> of slots_in_use.</summary>
public sealed record SlotCount(ulong Count) : StepResult;
