using XenDma.Machines;

namespace XenDma.PropertyTests.Debugging;

/// <summary>Ops that hold nothing: a bus address is the guest address, coherent memory comes one block behind the other, and nothing fails
/// but the address of all ones.</summary>
internal sealed class StraightOps(GuestMemory? memory = null) : IDmaOps
{
    private ulong _next = 0x10000;

    /// <summary>What MapSg returns, as if it had joined entries; null = the count.</summary>
    internal int? MapSgResult { get; init; }

    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = new DmaAddr(_next);
        _next += size;
        return memory?.Buffer(new PhysAddr(handle.Value), (int)size);
    }

    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
    }

    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        new(page.Pfn.Address.Value + offset);

    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
    }

    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        for (int i = 0; i < count; i++) list.SetDma(i, new DmaAddr(list.BufferAt(i).Address.Value), list.BufferAt(i).Length);
        return MapSgResult ?? count;
    }

    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
    }

    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
    }

    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
    }

    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction)
    {
    }

    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction)
    {
    }

    public bool DmaSupported(Device device, ulong mask) => true;

    public bool MappingError(Device device, DmaAddr address) => address == DmaAddr.MappingError;

    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) => 0;

    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) => 0;
}
