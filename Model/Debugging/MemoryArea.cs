namespace XenDma.Debugging;

/// <summary>Memory that a driver must not map, or not all of it: what the kernel knows of itself and a model has to be told.</summary>
/// <param name="Start">The guest address of the first byte.</param>
/// <param name="Size">The bytes.</param>
/// <param name="Kind">What lies there.</param>
public readonly record struct MemoryArea(PhysAddr Start, ulong Size, MemoryAreaKind Kind)
{
    /// <summary>Whether mapping these bytes is the mistake that the kernel reports for such an area.</summary>
    internal bool Forbids(PhysAddr first, ulong size) => Kind switch
    {
        MemoryAreaKind.Stack => Meets(Start.Value, Size, first.Value, 1),
        MemoryAreaKind.MappedStack => Size != 0 && first.Pfn.Value >= Start.Pfn.Value && first.Pfn.Value <= (Start + (Size - 1)).Pfn.Value,
        _ => Meets(Start.Value, Size, first.Value, size),
    };

    private static bool Meets(ulong a, ulong aSize, ulong b, ulong bSize) => a <= b ? bSize != 0 && b - a < aSize : aSize != 0 && a - b < bSize;
}
