using XenDma.Machines;

namespace XenDma;

public sealed partial class XenSwiotlbOps
{
    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_map_sg_attrs, Linux 4.18; xen_swiotlb_map_sg since 5.2. Entries are never merged.</remarks>
    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        for (int i = 0; i < count; i++)
        {
            GuestBuffer buffer = list.BufferAt(i);
            DmaAddr bus = Semantics.ListMapIsSingleMaps
                ? MapPage(device, new Page(buffer.Address.Pfn), buffer.Address.Value & XenPage.OffsetMask, (ulong)buffer.Length, direction, attrs)
                : MapEntry(device, buffer, direction, attrs);
            if (bus == DmaAddr.MappingError && Failed(device, list, i, direction, attrs)) return Semantics.ListMapIsSingleMaps ? Eio : 0;
            list.SetDma(i, bus, buffer.Length);
        }

        return count;
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_unmap_sg_attrs, Linux 4.18.</remarks>
    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        for (int i = 0; i < count; i++) UnmapPage(device, list.DmaAddressAt(i), (ulong)list.DmaLengthAt(i), direction, attrs);
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_sg_for_cpu, Linux 4.18.</remarks>
    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction)
    {
        for (int i = 0; i < count; i++) SyncSingleForCpu(device, list.DmaAddressAt(i), SyncLength(list, i), direction);
    }

    /// <inheritdoc/>
    /// <remarks>xen_swiotlb_sync_sg_for_device, Linux 4.18.</remarks>
    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction)
    {
        for (int i = 0; i < count; i++) SyncSingleForDevice(device, list.DmaAddressAt(i), SyncLength(list, i), direction);
    }

    /// <summary>dma_length until map_sg became single maps, then the entry's own length.</summary>
    private ulong SyncLength(ScatterList list, int index) =>
        (ulong)(Semantics.ListMapIsSingleMaps ? list.BufferAt(index).Length : list.DmaLengthAt(index));

    /// <summary>An entry as xen_swiotlb_map_sg_attrs of 4.18 maps it: nobody asks whether the device reaches the slot.</summary>
    private DmaAddr MapEntry(Device device, GuestBuffer buffer, DmaDirection direction, DmaAttrs attrs)
    {
        var size = (ulong)buffer.Length;
        DmaAddr bus = _translation.PhysToBus(buffer.Address);
        if (MapsDirectly(device, buffer.Address, bus, size)) return bus;
        return TryBounce(device, buffer.Address, size, direction, attrs, out PhysAddr slot) ? _translation.PhysToBus(slot) : DmaAddr.MappingError;
    }

    /// <summary>Undoes the entries before a failed one, without copying back, and marks the list.</summary>
    private bool Failed(Device device, ScatterList list, int failed, DmaDirection direction, DmaAttrs attrs)
    {
        if (Semantics.ListMapIsSingleMaps) list.SetDma(failed, DmaAddr.MappingError, list.DmaLengthAt(failed));
        else _machine.Log.Write(KernelLogLevel.Warning, device, static device => $"{device}: swiotlb buffer is full");
        UnmapSg(device, list, failed, direction, attrs | DmaAttrs.SkipCpuSync);
        list.SetDma(0, list.DmaAddressAt(0), 0);
        return true;
    }
}
