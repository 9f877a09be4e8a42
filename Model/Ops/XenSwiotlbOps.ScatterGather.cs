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
        int mapped = 0;
        try
        {
            for (; mapped < count; mapped++)
            {
                GuestBuffer buffer = list.BufferAt(mapped);
                DmaAddr bus = MapEntry(device, buffer, direction, attrs);
                if (MappingError(device, bus)) return FailList(device, list, mapped, direction, attrs);
                list.SetDma(mapped, bus, buffer.Length);
            }
        }
        catch (KernelBugException)
        {
            // Where the kernel stops for good, the model gives the slots back that the entries before have taken.
            UnmapSg(device, list, mapped, direction, attrs | DmaAttrs.SkipCpuSync);
            throw;
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

    /// <summary>An entry: a single mapping, or in 4.18 one of which nobody asks whether the device reaches its slot.</summary>
    private DmaAddr MapEntry(Device device, GuestBuffer buffer, DmaDirection direction, DmaAttrs attrs)
    {
        PhysAddr phys = buffer.Address;
        var size = (ulong)buffer.Length;
        if (!Semantics.MapSgSkipsReachTest) return MapPage(device, new Page(phys.Pfn), phys.Value & XenPage.OffsetMask, size, direction, attrs);
        DmaAddr bus = _translation.PhysToBus(phys);
        if (MapsDirectly(device, phys, bus, size)) return BeginDirect(device, phys, bus, size, direction, attrs);
        return TryBounce(device, phys, size, direction, attrs, out PhysAddr slot)
            ? BeginBounced(device, slot, _translation.PhysToBus(slot), bus, size, direction, attrs)
            : OutOfReach;
    }

    /// <summary>Undoes the entries before a failed one, without copying back, and marks the list.</summary>
    /// <returns>What map_sg returns for a failure.</returns>
    private int FailList(Device device, ScatterList list, int failed, DmaDirection direction, DmaAttrs attrs)
    {
        if (Semantics.DirectMapSgNoUndo && _translation.IsNative && _pool is null) return 0;
        if (Semantics.ListMapIsSingleMaps) list.SetDma(failed, OutOfReach, list.DmaLengthAt(failed));
        if (Semantics.MapSgFullAlwaysWarns) _machine.Log.Write(KernelLogLevel.Warning, device, static device => $"{device}: swiotlb buffer is full");
        UnmapSg(device, list, failed, direction, Semantics.MapSgCleanupCopiesBack ? attrs : attrs | DmaAttrs.SkipCpuSync);
        list.SetDma(0, list.DmaAddressAt(0), 0);
        return Semantics.MapSgHidesReason ? 0 : Errno.Io;
    }
}
