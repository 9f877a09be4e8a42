namespace XenDma;

/// <summary>Ops that map another device's registers for a device (map_resource, unmap_resource): I/O memory, which is never bounced.</summary>
public interface IResourceOps
{
    /// <summary>Maps I/O memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="address">The physical address.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="direction">Which way they go.</param>
    /// <param name="attrs">Attributes.</param>
    /// <returns>The bus address, or one for which <see cref="IDmaOps.MappingError"/> holds.</returns>
    DmaAddr MapResource(Device device, PhysAddr address, ulong size, DmaDirection direction, DmaAttrs attrs);

    /// <summary>Ends such a mapping: nothing is left to do.</summary>
    void UnmapResource(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs);
}
