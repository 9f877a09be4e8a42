namespace XenDma.Specs.Adapters.Native;

internal unsafe partial class NativeOps
{
    /// <inheritdoc/>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        ulong dma = _ops.MapPage(_self, _devices.Of(device), page.Pfn.Value, offset, size, (int)direction, (ulong)attrs);
        _platform.ThrowPending();
        return new DmaAddr(dma);
    }

    /// <inheritdoc/>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        _ops.UnmapPage(_self, _devices.Of(device), address.Value, size, (int)direction, (ulong)attrs);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public bool MappingError(Device device, DmaAddr address)
    {
        int error = _ops.MappingError(_self, _devices.Of(device), address.Value);
        _platform.ThrowPending();
        return error != 0;
    }

    /// <inheritdoc/>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (_ops.SyncSingleForCpu is null) throw NotOffered("sync_single_for_cpu");
        _ops.SyncSingleForCpu(_self, _devices.Of(device), address.Value, size, (int)direction);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (_ops.SyncSingleForDevice is null) throw NotOffered("sync_single_for_device");
        _ops.SyncSingleForDevice(_self, _devices.Of(device), address.Value, size, (int)direction);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public bool DmaSupported(Device device, ulong mask)
    {
        if (_ops.DmaSupported is null) throw NotOffered("dma_supported");
        int supported = _ops.DmaSupported(_self, _devices.Of(device), mask);
        _platform.ThrowPending();
        return supported != 0;
    }
}
