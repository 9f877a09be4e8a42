using System;

namespace XenDma;

public static partial class DmaApi
{
    /// <summary>Maps a buffer's first bytes for the device (dma_map_single).</summary>
    /// <returns>The bus address; ask <see cref="MappingError"/> before it is used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative, or more than the buffer has.</exception>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.Map)]
    public static DmaAddr MapSingle(this Device device, GuestBuffer buffer, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, buffer.Length);
        RequireDirection(direction);
        ulong offset = buffer.Address.Value & XenPage.OffsetMask;
        return device.Ops.MapPage(device, new Page(buffer.Address.Pfn), offset, (ulong)size, direction, attrs);
    }

    /// <summary>Ends a mapping (dma_unmap_single): the bytes that the device wrote are the CPU's.</summary>
    [DmaContract(DmaRole.Unmap)]
    public static void UnmapSingle(this Device device, DmaAddr address, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None) =>
        UnmapPage(device, address, size, direction, attrs);

    /// <summary>Maps bytes of a page for the device (dma_map_page).</summary>
    /// <returns>The bus address; ask <see cref="MappingError"/> before it is used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Offset or size is negative.</exception>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.Map)]
    public static DmaAddr MapPage(this Device device, Page page, int offset, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        return device.Ops.MapPage(device, page, (ulong)offset, (ulong)size, direction, attrs);
    }

    /// <summary>Ends a mapping (dma_unmap_page).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.Unmap)]
    public static void UnmapPage(this Device device, DmaAddr address, int size, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        device.Ops.UnmapPage(device, address, (ulong)size, direction, attrs);
    }

    /// <summary>Hands a mapping, or part of it, to the CPU (dma_sync_single_for_cpu).</summary>
    [DmaContract(DmaRole.SyncForCpu)]
    public static void SyncSingleForCpu(this Device device, DmaAddr address, int size, DmaDirection direction)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        device.Ops.SyncSingleForCpu(device, address, (ulong)size, direction);
    }

    /// <summary>Hands a mapping, or part of it, to the device (dma_sync_single_for_device).</summary>
    [DmaContract(DmaRole.SyncForDevice)]
    public static void SyncSingleForDevice(this Device device, DmaAddr address, int size, DmaDirection direction)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        RequireDirection(direction);
        device.Ops.SyncSingleForDevice(device, address, (ulong)size, direction);
    }
}
