using System;

namespace XenDma;

public static partial class DmaApi
{
    /// <summary>Maps the first entries of a list, all or none (dma_map_sg).</summary>
    /// <returns>The number of entries mapped, at most <paramref name="count"/>; 0 = failure, nothing is mapped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or more than the list has.</exception>
    /// <exception cref="KernelBugException">The direction is none of the three.</exception>
    [DmaContract(DmaRole.MapSg)]
    public static int MapSg(this Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        CheckList(device, list, count, direction);
        return Math.Max(0, device.Ops.MapSg(device, list, count, direction, attrs));
    }

    /// <summary>Ends the mapping of a list (dma_unmap_sg).</summary>
    /// <param name="device">The device.</param>
    /// <param name="list">The list.</param>
    /// <param name="count">The one that MapSg was given, not the one that it returned.</param>
    /// <param name="direction">Which way the bytes went.</param>
    /// <param name="attrs">Attributes.</param>
    [DmaContract(DmaRole.UnmapSg)]
    public static void UnmapSg(this Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs = DmaAttrs.None)
    {
        CheckList(device, list, count, direction);
        device.Ops.UnmapSg(device, list, count, direction, attrs);
    }

    /// <summary>Hands a mapped list to the CPU (dma_sync_sg_for_cpu).</summary>
    [DmaContract(DmaRole.SyncSgForCpu)]
    public static void SyncSgForCpu(this Device device, ScatterList list, int count, DmaDirection direction)
    {
        CheckList(device, list, count, direction);
        device.Ops.SyncSgForCpu(device, list, count, direction);
    }

    /// <summary>Hands a mapped list to the device (dma_sync_sg_for_device).</summary>
    [DmaContract(DmaRole.SyncSgForDevice)]
    public static void SyncSgForDevice(this Device device, ScatterList list, int count, DmaDirection direction)
    {
        CheckList(device, list, count, direction);
        device.Ops.SyncSgForDevice(device, list, count, direction);
    }

    private static void CheckList(Device device, ScatterList list, int count, DmaDirection direction)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(list);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, list.Count);
        RequireDirection(direction);
    }
}
