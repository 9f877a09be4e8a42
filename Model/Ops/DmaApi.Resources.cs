using System;

namespace XenDma;

public static partial class DmaApi
{
    /// <summary>Maps another device's registers (dma_map_resource).</summary>
    /// <param name="device">The device that is to reach them.</param>
    /// <param name="address">Their physical address.</param>
    /// <param name="size">The number of bytes, not negative.</param>
    /// <param name="direction">Which way they go.</param>
    /// <param name="attrs">Attributes.</param>
    /// <returns>The bus address; ask <see cref="MappingError"/> before it is used. Where the ops map no resources, the error value.</returns>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.Map)]
    public static DmaAddr MapResource(this Device device, PhysAddr address, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        return device.Ops is IResourceOps ops ? ops.MapResource(device, address, (ulong)size, direction, attrs) : DmaAddr.MappingError;
    }

    /// <summary>Ends such a mapping (dma_unmap_resource).</summary>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.Unmap)]
    public static void UnmapResource(this Device device, DmaAddr address, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        (device.Ops as IResourceOps)?.UnmapResource(device, address, (ulong)size, direction, attrs);
    }
}
