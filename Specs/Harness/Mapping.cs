namespace XenDma.Specs.Harness;

/// <summary>A streaming mapping as it was made.</summary>
/// <param name="Step">The step that made it.</param>
/// <param name="Segment">The entry of a list; -1 for map_page.</param>
/// <param name="Device">The device.</param>
/// <param name="Phys">The guest address of the buffer's first byte.</param>
/// <param name="Dma">The bus address that the device was given.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Direction">Which way they go.</param>
/// <param name="Attrs">Attributes.</param>
/// <param name="IsDirect">Whether the device was given the buffer itself.</param>
public sealed record Mapping(
    int Step, int Segment, Device Device, PhysAddr Phys, DmaAddr Dma, ulong Size, DmaDirection Direction, DmaAttrs Attrs, bool IsDirect)
{
    /// <summary>As messages name it: <c>#3</c>, <c>#3[1]</c>.</summary>
    public override string ToString() => Segment < 0 ? $"#{Step}" : $"#{Step}[{Segment}]";
}
