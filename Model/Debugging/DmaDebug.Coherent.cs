namespace XenDma.Debugging;

public sealed partial class DmaDebug
{
    /// <inheritdoc/>
    /// <remarks>debug_dma_alloc_coherent.</remarks>
    public GuestBuffer? Alloc(Device? device, ulong size, out DmaAddr handle, DmaAttrs attrs)
    {
        CallSite site = NextSite();
        GuestBuffer? buffer = _inner.Alloc(device, size, out handle, attrs);
        if (buffer is null) return null;
        DmaCall call = Coherent("dma_alloc_coherent", site, size, buffer, handle);
        Enter(new LiveMapping(device, call, 0, MapErrorState.NotApplicable), call, attrs);
        return buffer;
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_free_coherent.</remarks>
    public void Free(Device? device, ulong size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs)
    {
        CheckUnmap(device, Coherent("dma_free_coherent", NextSite(), size, buffer, handle));
        _inner.Free(device, size, buffer, handle, attrs);
    }

    /// <inheritdoc/>
    public bool DmaSupported(Device device, ulong mask) => _inner.DmaSupported(device, mask);

    /// <inheritdoc/>
    public int Mmap(Device device, UserMapping mapping, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        _inner.Mmap(device, mapping, buffer, handle, size, attrs);

    /// <inheritdoc/>
    public int GetSgTable(Device device, ScatterList table, GuestBuffer buffer, DmaAddr handle, ulong size, DmaAttrs attrs) =>
        _inner.GetSgTable(device, table, buffer, handle, size, attrs);

    private static DmaCall Coherent(string name, CallSite site, ulong size, GuestBuffer buffer, DmaAddr handle) => new()
    {
        Name = name,
        Site = site,
        Kind = MappingKind.Coherent,
        Address = handle,
        Size = size,
        Direction = DmaDirection.Bidirectional,
        CpuAddress = buffer.Address,
    };
}
