namespace XenDma.Samples.Broken;

/// <summary>Ops around others: each call goes on as it came.</summary>
public abstract class PassThroughOps(IDmaOps inner) : IDmaOps
{
    /// <inheritdoc/>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs) => inner.Alloc(device, size, out handle, attrs);

    /// <inheritdoc/>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs) => inner.Free(device, size, buffer, handle, attrs);

    /// <inheritdoc/>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        inner.MapPage(device, page, offset, size, direction, attrs);

    /// <inheritdoc/>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        inner.UnmapPage(device, address, size, direction, attrs);

    /// <inheritdoc/>
    public virtual int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        inner.MapSg(device, list, count, direction, attrs);

    /// <inheritdoc/>
    public virtual void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        inner.UnmapSg(device, list, count, direction, attrs);

    /// <inheritdoc/>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        inner.SyncSingleForCpu(device, address, size, direction);

    /// <inheritdoc/>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        inner.SyncSingleForDevice(device, address, size, direction);

    /// <inheritdoc/>
    public virtual void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction) => inner.SyncSgForCpu(device, list, count, direction);

    /// <inheritdoc/>
    public virtual void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction) =>
        inner.SyncSgForDevice(device, list, count, direction);

    /// <inheritdoc/>
    public bool DmaSupported(Device device, ulong mask) => inner.DmaSupported(device, mask);

    /// <inheritdoc/>
    public bool MappingError(Device device, DmaAddr address) => inner.MappingError(device, address);

    /// <inheritdoc/>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        inner.Mmap(device, mapping, buffer, handle, size, attrs);

    /// <inheritdoc/>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        inner.GetSgTable(device, table, buffer, handle, size, attrs);
}
