namespace XenDma.Debugging;

public sealed partial class DmaDebug
{
    /// <inheritdoc/>
    /// <remarks>debug_dma_map_page; a failed mapping is none.</remarks>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaCall call = new()
        {
            Name = "dma_map_page",
            Site = NextSite(),
            Address = DmaAddr.MappingError,
            Size = size,
            Direction = direction,
            CpuAddress = page.Pfn.Address + offset,
        };
        CheckArea(device, call);
        DmaAddr address = _inner.MapPage(device, page, offset, size, direction, attrs);
        if (_inner.MappingError(device, address)) return address;
        call = call with { Address = address };
        Enter(new LiveMapping(device, call, 0, MapErrorState.NotChecked), call, attrs);
        return address;
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_unmap_page. Judged before the call goes on: an address that is none may end the machine.</remarks>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        CheckUnmap(device, Single("dma_unmap_page", address, size, direction));
        _inner.UnmapPage(device, address, size, direction, attrs);
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_sync_single_for_cpu.</remarks>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        CheckSync(device, Single("dma_sync_single_for_cpu", address, size, direction), forCpu: true);
        _inner.SyncSingleForCpu(device, address, size, direction);
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_sync_single_for_device.</remarks>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        CheckSync(device, Single("dma_sync_single_for_device", address, size, direction), forCpu: false);
        _inner.SyncSingleForDevice(device, address, size, direction);
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_mapping_error: of several mappings at the address the oldest one not asked for yet counts as asked for.</remarks>
    public bool MappingError(Device device, DmaAddr address)
    {
        NextSite();
        if (TableOf(device).FindUnchecked(address) is { } mapping) mapping.MapError = MapErrorState.Checked;
        return _inner.MappingError(device, address);
    }

    private DmaCall Single(string name, DmaAddr address, ulong size, DmaDirection direction) =>
        new() { Name = name, Site = NextSite(), Address = address, Size = size, Direction = direction };
}
