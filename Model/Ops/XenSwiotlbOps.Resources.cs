namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>dma_direct_map_resource: I/O memory has its own number on the bus. Without an op of its own, 4.18 returned the address as it is
    /// and later releases the error value.</remarks>
    public DmaAddr MapResource(Device device, PhysAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        var dma = new DmaAddr(address.Value);
        return Semantics.NoMapResource || !IsCapable(device, dma, size) ? DmaAddr.MappingError : dma;
    }

    /// <inheritdoc/>
    public void UnmapResource(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) => RequireDirection(direction);
}
