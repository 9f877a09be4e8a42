namespace XenDma.Specs.Generation;

/// <summary>A run of guest bytes.</summary>
/// <param name="Start">The guest address of the first byte.</param>
/// <param name="Size">How many bytes.</param>
public readonly record struct Extent(ulong Start, ulong Size)
{
    /// <summary>Whether two runs have a byte in common.</summary>
    public bool Overlaps(Extent other) => Start < other.Start + other.Size && other.Start < Start + Size;
}
