using XenDma.Machines;

namespace XenDma;

/// <summary>The ops of a device that nobody set up: every one fails (arm64 dummy_dma_ops).</summary>
internal sealed class RefusingOps : IDmaOps
{
    private RefusingOps()
    {
    }

    /// <summary>The only one.</summary>
    internal static RefusingOps Instance { get; } = new();

    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        handle = DmaAddr.MappingError;
        return null;
    }

    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
    }

    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs) => DmaAddr.MappingError;

    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
    }

    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) => 0;

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

    public bool DmaSupported(Device device, ulong mask) => false;

    public bool MappingError(Device device, DmaAddr address) => true;

    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) => Errno.NoSuchAddress;

    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) => Errno.NoSuchAddress;
}
