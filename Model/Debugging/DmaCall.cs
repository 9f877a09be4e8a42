using System;

namespace XenDma.Debugging;

/// <summary>One side of a report: what a call said.</summary>
public readonly record struct DmaCall
{
    /// <summary>The kernel's name of the call: dma_unmap_page; or CPU read, CPU write.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was made.</summary>
    public required CallSite Site { get; init; }

    /// <summary>Which family it belongs to.</summary>
    public MappingKind Kind { get; init; }

    /// <summary>The bus address; all ones where the call has none yet.</summary>
    public DmaAddr Address { get; init; }

    /// <summary>The bytes.</summary>
    public ulong Size { get; init; }

    /// <summary>The direction; coherent memory is bidirectional, the CPU has none.</summary>
    public DmaDirection Direction { get; init; }

    /// <summary>The number of entries that a call on a list was given; else 0.</summary>
    public int EntryCount { get; init; }

    /// <summary>The guest address of the first byte, or the physical one of a resource, where the call names it; else null.</summary>
    public PhysAddr? CpuAddress { get; init; }

    /// <summary>What an address beside the bus address is.</summary>
    internal static string NameOfAddress(MappingKind kind) => kind == MappingKind.Resource ? "physical" : "guest";

    /// <summary>The call in one line.</summary>
    public override string ToString()
    {
        string at = CpuAddress is { } cpu ? $" ({NameOfAddress(Kind)} address {cpu})" : "";
        string direction = Direction == DmaDirection.None ? "" : $" {Direction}";
        string entries = EntryCount != 0 ? $", {EntryCount} entries" : "";
        string address = Address == DmaAddr.MappingError && CpuAddress is not null ? "" : $" at {Address}";
        return $"{Name} of {Size} bytes{address}{at}{direction}{entries} in {Site}";
    }
}
