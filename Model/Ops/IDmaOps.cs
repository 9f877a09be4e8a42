namespace XenDma;

/// <summary>The fourteen ops (struct dma_map_ops). An alternative implementation implements this.</summary>
/// <remarks>Sizes are bytes. A breach of contract that an op detects (direction None) is a <see cref="KernelBugException"/>, and leaves
/// everything as it was. Source: include/linux/dma-mapping.h, Linux 4.18.</remarks>
public interface IDmaOps
{
    /// <summary>Allocates zeroed memory that the CPU and the device see alike (alloc).</summary>
    /// <param name="device">The device, or null for one of 32 bits where the release allows it.</param>
    /// <param name="size">The bytes wanted.</param>
    /// <param name="handle">The bus address of the first byte; without meaning on failure.</param>
    /// <param name="attrs">Attributes.</param>
    /// <returns>The memory, or null where there is none, or none that the device reaches.</returns>
    GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs);

    /// <summary>Frees what <see cref="Alloc"/> gave (free).</summary>
    void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs);

    /// <summary>Maps bytes of a page for a device (map_page).</summary>
    /// <param name="device">The device.</param>
    /// <param name="page">The page.</param>
    /// <param name="offset">The first byte, from the page's start on; may lie in a later page.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="direction">Which way they go.</param>
    /// <param name="attrs">Attributes.</param>
    /// <returns>The bus address, or one for which <see cref="MappingError"/> holds.</returns>
    DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs);

    /// <summary>Ends a mapping (unmap_page).</summary>
    void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs);

    /// <summary>Maps the first <paramref name="count"/> entries of a list, all or none (map_sg).</summary>
    /// <returns>The number of entries mapped; 0 or less is failure.</returns>
    int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs);

    /// <summary>Ends the mapping of a list (unmap_sg).</summary>
    void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs);

    /// <summary>Hands a mapping, or part of it, to the CPU (sync_single_for_cpu).</summary>
    void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction);

    /// <summary>Hands a mapping, or part of it, to the device (sync_single_for_device).</summary>
    void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction);

    /// <summary>Hands a mapped list to the CPU (sync_sg_for_cpu).</summary>
    void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction);

    /// <summary>Hands a mapped list to the device (sync_sg_for_device).</summary>
    void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction);

    /// <summary>Whether a device that drives no address above <paramref name="mask"/> can be served (dma_supported).</summary>
    bool DmaSupported(Device device, ulong mask);

    /// <summary>Whether an address stands for a failed mapping (mapping_error).</summary>
    bool MappingError(Device device, DmaAddr address);

    /// <summary>Maps coherent memory into user space (mmap).</summary>
    /// <returns>0, or a negative errno.</returns>
    int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs);

    /// <summary>Describes coherent memory as a list (get_sgtable); the entries carry no bus addresses.</summary>
    /// <returns>0, or a negative errno.</returns>
    int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs);
}
