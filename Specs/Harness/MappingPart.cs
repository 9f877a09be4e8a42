namespace XenDma.Specs.Harness;

/// <summary>Part of a mapping, or all of it.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Offset">Where in it the part begins, in bytes.</param>
/// <param name="Size">The number of bytes.</param>
public readonly record struct MappingPart(Mapping Mapping, ulong Offset, ulong Size)
{
    /// <summary>The guest address of the part's first byte in the buffer.</summary>
    public PhysAddr Phys => Mapping.Phys + Offset;

    /// <summary>The bus address of the part's first byte.</summary>
    public DmaAddr Dma => Mapping.Dma + Offset;

    /// <summary>Whether all of another part is part of this one.</summary>
    public bool Covers(MappingPart other) =>
        ReferenceEquals(Mapping, other.Mapping) && other.Offset >= Offset && other.Offset + other.Size <= Offset + Size;
}
