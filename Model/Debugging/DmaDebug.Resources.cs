namespace XenDma.Debugging;

public sealed partial class DmaDebug : IResourceOps
{
    /// <inheritdoc/>
    /// <remarks>debug_dma_map_resource. A failed mapping is none; where the ops within map no resources, each fails. See <see cref="Semantics.FailedResourceTracked"/>.</remarks>
    public DmaAddr MapResource(Device device, PhysAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        CallSite site = NextSite();
        DmaAddr dma = (_inner as IResourceOps)?.MapResource(device, address, size, direction, attrs) ?? DmaAddr.MappingError;
        if (_inner.MappingError(device, dma) && !_options.Semantics.FailedResourceTracked) return dma;
        DmaCall call = Resource("dma_map_resource", site, dma, size, direction) with { CpuAddress = address };
        Enter(new LiveMapping(device, call, 0, MapErrorState.NotChecked), call, attrs);
        return dma;
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_unmap_resource.</remarks>
    public void UnmapResource(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        CheckUnmap(device, Resource("dma_unmap_resource", NextSite(), address, size, direction));
        (_inner as IResourceOps)?.UnmapResource(device, address, size, direction, attrs);
    }

    private static DmaCall Resource(string name, CallSite site, DmaAddr address, ulong size, DmaDirection direction) =>
        new() { Name = name, Site = site, Kind = MappingKind.Resource, Address = address, Size = size, Direction = direction };
}
