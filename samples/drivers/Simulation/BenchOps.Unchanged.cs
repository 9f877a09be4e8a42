namespace XenDma.Samples.Simulation;

/// <summary>What cannot fail goes on as it is.</summary>
internal sealed partial class BenchOps : IPoolInspection
{
    public ulong SlotsInUse => guest.SlotsInUse;

    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs) =>
        inner.Free(device, size, buffer, handle, attrs);

    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        inner.UnmapPage(device, address, size, direction, attrs);

    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        inner.UnmapSg(device, list, count, direction, attrs);

    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        inner.SyncSingleForCpu(device, address, size, direction);

    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction) =>
        inner.SyncSingleForDevice(device, address, size, direction);

    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction) =>
        inner.SyncSgForCpu(device, list, count, direction);

    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction) =>
        inner.SyncSgForDevice(device, list, count, direction);

    public bool DmaSupported(Device device, ulong mask) => inner.DmaSupported(device, mask);

    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        inner.Mmap(device, mapping, buffer, handle, size, attrs);

    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        inner.GetSgTable(device, table, buffer, handle, size, attrs);

    public bool TryGetPoolRange(out PhysAddr start, out PhysAddr end)
    {
        start = end = default;
        return inner is IPoolInspection pool && pool.TryGetPoolRange(out start, out end);
    }

    public ulong MaxMappingSize(Device device) => (inner as IPoolInspection)?.MaxMappingSize(device) ?? ulong.MaxValue;
}
