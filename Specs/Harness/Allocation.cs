namespace XenDma.Specs.Harness;

/// <summary>Coherent memory as it was given.</summary>
/// <param name="Step">The step that allocated it.</param>
/// <param name="Device">The device, or null for none.</param>
/// <param name="Phys">The guest address of its first byte.</param>
/// <param name="Dma">The bus address that the device was given.</param>
/// <param name="Size">The number of bytes asked for.</param>
public sealed record Allocation(int Step, Device? Device, PhysAddr Phys, DmaAddr Dma, ulong Size)
{
    /// <summary>As messages name it: <c>#3</c>.</summary>
    public override string ToString() => $"#{Step}";
}
