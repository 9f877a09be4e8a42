using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class Legality
{
    /// <summary>The most entries of a list.</summary>
    internal const int MaxEntries = 16;

    private bool Map(MapPageStep map)
    {
        if (map.Pfn.Step is not null || !Map(LegalMapping.Of(map), map.Attrs)) return false;
        if (map.Direction != DmaDirection.None) _mappedPages.Add(_count);
        return true;
    }

    private bool Map(MapSgStep map)
    {
        if (map.Segments.Length is 0 or > MaxEntries || map.Segments.Any(static entry => entry.Phys.Step is not null)) return false;
        if (ReleaseDefects.MayOverstepMask(_release, _machine.Devices[map.Device!.Value])) return false;
        LegalMapping list = LegalMapping.Of(map);
        bool disjoint = Enumerable.Range(1, list.Extents.Length - 1).All(i => !list.Extents.Take(i).Any(list.Extents[i].Overlaps));
        return disjoint && Map(list, map.Attrs);
    }

    private bool Map(LegalMapping map, DmaAttrs attrs)
    {
        // Without a direction it is a breach, which every implementation detects, without effect.
        if (map.Direction == DmaDirection.None) return map.Extents.All(extent => _bytes.Exist(extent.Start, extent.Size));
        DeviceTraits device = _machine.Devices[map.Device!.Value];
        if (ReleaseDefects.BouncesTwice(_release, _machine, device)) return false;

        // Past a cache, what the CPU wrote before may still fall on what the device writes: the caller owes a sync first.
        if ((attrs & DmaAttrs.SkipCpuSync) != 0 && !device.On(_machine.Platform).IsCoherent) return false;
        if (!map.Extents.All(extent => IsMappable(extent) && !ReleaseDefects.NeglectsAlignment(_release, device, extent.Start))) return false;
        bool shows = map.Sends && (attrs & DmaAttrs.SkipCpuSync) == 0;
        foreach (Extent extent in map.Extents)
        {
            _bytes.Change(extent.Start, extent.Size, state => (state & ByteState.Undefined) | ByteState.Mapped | ByteState.DeviceOwned
                | (shows && (state & ByteState.Undefined) == 0 ? 0 : ByteState.DeviceUndefined));
        }

        _live.Add(_count, map);
        return true;
    }

    private bool Unmap(UnmapPageStep unmap)
    {
        if (unmap.Dma is not { Step: { } made, Segment: null, Value: 0 } || !_live.TryGetValue(made, out LegalMapping? map) || map.IsList) return false;
        return unmap.Device == map.Device && unmap.Size == map.Extents[0].Size && Unmap(made, map, unmap.Direction, unmap.Attrs);
    }

    private bool Unmap(UnmapSgStep unmap) =>
        _live.TryGetValue(unmap.Map, out LegalMapping? map) && map.IsList && unmap.Device == map.Device
        && Unmap(unmap.Map, map, unmap.Direction, unmap.Attrs);

    private bool Unmap(int made, LegalMapping map, DmaDirection direction, DmaAttrs attrs)
    {
        if (direction == DmaDirection.None) return true;
        if (direction != map.Direction) return false;
        bool copies = map.Receives && (attrs & DmaAttrs.SkipCpuSync) == 0;
        foreach (Extent extent in map.Extents) _bytes.Change(extent.Start, extent.Size, state => Unmapped(state, copies, map.Receives));
        _live.Remove(made);
        return true;
    }

    private static ByteState Unmapped(ByteState state, bool copies, bool mayDiffer)
    {
        // Without a copy back, only what the CPU took over before is sure; with one, only what the device's side is sure of.
        bool sure = copies
            ? (state & ByteState.DeviceUndefined) == 0 && (state & ByteState.CpuWrote) == 0
            : (state & ByteState.Undefined) == 0 && (!mayDiffer || (state & ByteState.DeviceOwned) == 0);
        return sure ? ByteState.None : ByteState.Undefined;
    }

    private bool Sync(SyncSingleStep sync)
    {
        if (!TryFind(sync, sync.Dma, sync.Size, out LegalMapping map, out Extent part) || map.IsList || sync.Direction != map.Direction) return false;
        if (ReleaseDefects.RefusesSync(_release, _machine.Devices[map.Device!.Value], map.Extents[0].Start, sync.Dma.Value)) return false;
        if (ToLines(part) != part) return false;
        if (!sync.ForCpu && !MayGiveBack(map, part)) return false;
        Sync(map, part, sync.ForCpu);
        return true;
    }

    private bool Sync(SyncSgStep sync)
    {
        if (!_live.TryGetValue(sync.Map, out LegalMapping? map) || !map.IsList || sync.Device != map.Device || sync.Direction != map.Direction) return false;
        if (!sync.ForCpu && !map.Extents.All(extent => MayGiveBack(map, extent))) return false;
        foreach (Extent extent in map.Extents) Sync(map, extent, sync.ForCpu);
        return true;
    }

    private void Sync(LegalMapping map, Extent part, bool forCpu) =>
        _bytes.Change(part.Start, part.Size, state => forCpu ? ForCpu(state, map.Receives) : ForDevice(state, map.Sends));

    /// <summary>Where bytes go both ways, the CPU gives back only what it has, or what the device never saw: else either side's bytes may win.</summary>
    private bool MayGiveBack(LegalMapping map, Extent part) => !map.Sends || !map.Receives
        || _bytes.All(part.Start, part.Size, static state => (state & (ByteState.DeviceOwned | ByteState.DeviceUndefined)) != ByteState.DeviceOwned);

    private static ByteState ForCpu(ByteState state, bool receives)
    {
        state &= ~ByteState.DeviceOwned;
        if (!receives) return state;
        bool sure = (state & (ByteState.DeviceUndefined | ByteState.CpuWrote)) == 0;
        return (state & ~(ByteState.Undefined | ByteState.CpuWrote)) | (sure ? ByteState.None : ByteState.Undefined);
    }

    private static ByteState ForDevice(ByteState state, bool sends)
    {
        if (!sends && (state & ByteState.DeviceOwned) != 0) return state;
        bool sure = sends ? (state & ByteState.Undefined) == 0 : (state & (ByteState.DeviceUndefined | ByteState.CpuWrote)) == 0;
        return (state & ~(ByteState.DeviceUndefined | ByteState.CpuWrote)) | ByteState.DeviceOwned | (sure ? ByteState.None : ByteState.DeviceUndefined);
    }
}
