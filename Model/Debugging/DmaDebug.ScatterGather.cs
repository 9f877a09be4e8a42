using System;

namespace XenDma.Debugging;

public sealed partial class DmaDebug
{
    /// <inheritdoc/>
    /// <remarks>debug_dma_map_sg: one mapping for each entry mapped; a failed list has none.</remarks>
    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        DmaCall call = new()
        {
            Name = "dma_map_sg",
            Site = NextSite(),
            Kind = MappingKind.ScatterGather,
            Address = DmaAddr.MappingError,
            Direction = direction,
            EntryCount = count,
        };
        for (int i = 0; i < count; i++) CheckArea(device, WithBuffer(call, list.BufferAt(i)));
        int mapped = _inner.MapSg(device, list, count, direction, attrs);
        for (int i = 0; i < mapped; i++)
        {
            GuestBuffer buffer = list.BufferAt(i);
            DmaCall entry = WithBuffer(call, buffer) with { Address = list.DmaAddressAt(i), Size = (ulong)list.DmaLengthAt(i) };
            CheckSegment(device, entry, (ulong)buffer.Length);
            Enter(new LiveMapping(device, entry, mapped, MapErrorState.NotApplicable), entry, attrs);
        }

        return mapped;
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_unmap_sg.</remarks>
    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        DmaCall call = OnList("dma_unmap_sg", count, direction);
        int checks = EntriesToCheck(device, list, call);
        for (int i = 0; i < checks; i++) CheckUnmap(device, Entry(call, list, i));
        _inner.UnmapSg(device, list, count, direction, attrs);
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_sync_sg_for_cpu.</remarks>
    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction)
    {
        DmaCall call = OnList("dma_sync_sg_for_cpu", count, direction);
        int checks = EntriesToCheck(device, list, call);
        for (int i = 0; i < checks; i++) CheckSync(device, Entry(call, list, i), forCpu: true);
        _inner.SyncSgForCpu(device, list, count, direction);
    }

    /// <inheritdoc/>
    /// <remarks>debug_dma_sync_sg_for_device.</remarks>
    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction)
    {
        DmaCall call = OnList("dma_sync_sg_for_device", count, direction);
        int checks = EntriesToCheck(device, list, call);
        for (int i = 0; i < checks; i++) CheckSync(device, Entry(call, list, i), forCpu: false);
        _inner.SyncSgForDevice(device, list, count, direction);
    }

    private static DmaCall WithBuffer(in DmaCall call, GuestBuffer buffer) => call with { CpuAddress = buffer.Address, Size = (ulong)buffer.Length };

    private static DmaCall Entry(in DmaCall call, ScatterList list, int index) =>
        call with { Address = list.DmaAddressAt(index), Size = (ulong)list.DmaLengthAt(index) };

    private DmaCall OnList(string name, int count, DmaDirection direction) => new()
    {
        Name = name,
        Site = NextSite(),
        Kind = MappingKind.ScatterGather,
        Direction = direction,
        EntryCount = count,
    };

    /// <summary>As many as the list's first mapping knows to be mapped (get_nr_mapped_entries), all where it is no mapped list.</summary>
    private int EntriesToCheck(Device device, ScatterList list, in DmaCall call)
    {
        if (call.EntryCount <= 0) return 0;
        int mapped = TableOf(device).FindExact(Entry(call, list, 0)).Mapping?.MappedEntries ?? 0;
        return mapped == 0 ? call.EntryCount : Math.Min(mapped, call.EntryCount);
    }
}
