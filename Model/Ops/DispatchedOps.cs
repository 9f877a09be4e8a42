using System;
using System.Collections.Generic;

namespace XenDma;

/// <summary>A kernel's DMA calls as they come from drivers: each goes to the ops that the dispatch finds for the device, which is set up when it
/// is first seen.</summary>
public sealed class DispatchedOps : IDmaOps, IPoolInspection, IDispatchInspection
{
    private readonly HashSet<Device> _known = [];
    private readonly GuestOps _guest;

    /// <summary>The calls of a guest's drivers.</summary>
    public DispatchedOps(GuestOps guest)
    {
        ArgumentNullException.ThrowIfNull(guest);
        _guest = guest;
    }

    /// <summary>The ops over the bounce pool, behind the dispatch.</summary>
    public XenSwiotlbOps PoolOps => _guest.Ops;

    /// <inheritdoc/>
    public IDmaOps XenOps => _guest.Ops;

    /// <inheritdoc/>
    public ulong SlotsInUse => _guest.Ops.SlotsInUse;

    /// <inheritdoc/>
    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end) => _guest.Ops.TryGetPoolRange(out start, out end);

    /// <inheritdoc/>
    public ulong MaxMappingSize(Device device) => _guest.Ops.MaxMappingSize(device);

    /// <inheritdoc/>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs) => For(device).Alloc(device, size, out handle, attrs);

    /// <inheritdoc/>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs) =>
        For(device).Free(device, size, buffer, handle, attrs);

    /// <inheritdoc/>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        For(device).MapPage(device, page, offset, size, direction, attrs);

    /// <inheritdoc/>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        For(device).UnmapPage(device, address, size, direction, attrs);

    /// <inheritdoc/>
    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        For(device).MapSg(device, list, count, direction, attrs);

    /// <inheritdoc/>
    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        For(device).UnmapSg(device, list, count, direction, attrs);

    /// <inheritdoc/>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        For(device).SyncSingleForCpu(device, address, size, direction);

    /// <inheritdoc/>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        For(device).SyncSingleForDevice(device, address, size, direction);

    /// <inheritdoc/>
    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction) =>
        For(device).SyncSgForCpu(device, list, count, direction);

    /// <inheritdoc/>
    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction) =>
        For(device).SyncSgForDevice(device, list, count, direction);

    /// <inheritdoc/>
    public bool DmaSupported(Device device, ulong mask) => For(device).DmaSupported(device, mask);

    /// <inheritdoc/>
    public bool MappingError(Device device, DmaAddr address) => For(device).MappingError(device, address);

    /// <inheritdoc/>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        For(device).Mmap(device, mapping, buffer, handle, size, attrs);

    /// <inheritdoc/>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        For(device).GetSgTable(device, table, buffer, handle, size, attrs);

    /// <inheritdoc/>
    public IDmaOps OpsOf(Device? device) => _guest.Dispatch.OpsOf(device);

    /// <inheritdoc/>
    public IDmaOps NativeOpsOf(Device device) => _guest.Dispatch.NativeOpsOf(device);

    private IDmaOps For(Device? device)
    {
        if (device is not null && _known.Add(device)) _guest.Dispatch.SetUp(device);
        return _guest.Dispatch.OpsOf(device);
    }
}
