using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>A mapping, or coherent memory, that is live in a trace.</summary>
internal sealed class TraceMapping
{
    internal TraceMapping(TraceEvent made, MappingKind kind, ulong dma)
    {
        Device = made.Device ?? "";
        Kind = kind;
        Dma = dma;
        Size = made.Size;
        Phys = made.Phys;
        Direction = made.Direction;
        Attrs = made.Attrs;
        CpuAddress = made.CpuAddress;
        Line = made.Line;
        Id = made.Id;
        Entered = made.Entered;
        Latest = made.Latest;
        Cpu = made.Cpu;
        Place = made.Place;
        IsTracedAfter = made.IsTracedAfter;
        Slot = made.Slots?.Slot ?? made.Slot;
        MinAlignMask = made.Slots?.MinAlignMask ?? 0;
        IsHalf = made.IsHalf;
    }

    internal string Device { get; }

    internal MappingKind Kind { get; set; }

    internal ulong Dma { get; }

    internal ulong Size { get; }

    internal ulong? Phys { get; set; }

    internal DmaDirection Direction { get; }

    internal ulong Attrs { get; }

    internal ulong? CpuAddress { get; }

    internal long Line { get; }

    internal long Id { get; }

    internal long Entered { get; }

    internal long Latest { get; }

    internal int Cpu { get; }

    internal string Place { get; }

    internal bool IsTracedAfter { get; }

    /// <summary>The guest address in the pool; null for a direct mapping, or where the trace does not tell.</summary>
    internal ulong? Slot { get; }

    internal ulong MinAlignMask { get; }

    /// <summary>Part of what a mapping needs was not traced.</summary>
    internal bool IsHalf { get; }

    internal bool? IsBounced { get; set; }

    /// <summary>The list that it is an entry of.</summary>
    internal TraceList? List { get; set; }

    /// <summary>How many gaps the trace had when it was made.</summary>
    internal int Epoch { get; set; }

    internal bool IsLive { get; set; } = true;

    internal ulong End => unchecked(Dma + Size);

    /// <summary>What and where, for messages.</summary>
    public override string ToString() => Kind == MappingKind.Coherent
        ? $"{Size} bytes of coherent memory at 0x{Dma:x} of {Device}, {Place}"
        : $"{Size} bytes at 0x{Dma:x} of {Device} {TraceWords.Of(Direction)}, {Place}";
}

/// <summary>A list that is mapped.</summary>
internal sealed class TraceList(TraceEvent made)
{
    internal string Device { get; } = made.Device ?? "";

    internal ulong Address { get; } = made.List ?? 0;

    internal int Entries { get; } = made.Entries;

    internal DmaDirection Direction { get; } = made.Direction;

    internal string Place { get; } = made.Place;

    internal System.Collections.Generic.List<TraceMapping> Mappings { get; } = [];

    /// <summary>Whether unmap_sg was called; its entries are unmapped one by one behind it.</summary>
    internal bool IsEnding { get; set; }

    /// <summary>Entries that were unmapped though no unmap_sg was seen.</summary>
    internal int EndedAlone { get; set; }

    internal bool IsTruncated { get; set; }

    public override string ToString() => $"a list of {Entries} entries {TraceWords.Of(Direction)}, {Place}";
}
