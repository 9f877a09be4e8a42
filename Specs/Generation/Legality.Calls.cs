using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class Legality
{
    private bool Map(MapPageStep map)
    {
        if (map.Pfn.Step is not null || map.Size == 0) return false;
        if (map.Direction == DmaDirection.None) return true; // A breach that every implementation detects, without effect.
        ulong start = Start(map);
        if (!_bytes.Exist(start, map.Size) || !_bytes.All(start, map.Size, static state => (state & ByteState.Mapped) == 0)) return false;
        bool shows = Sends(map.Direction) && (map.Attrs & DmaAttrs.SkipCpuSync) == 0;
        _bytes.Change(start, map.Size, state => (state & ByteState.Undefined) | ByteState.Mapped | ByteState.DeviceOwned
            | (shows && (state & ByteState.Undefined) == 0 ? 0 : ByteState.DeviceUndefined));
        _live.Add(_count, map);
        _made.Add(_count, map);
        return true;
    }

    private bool Unmap(UnmapPageStep unmap)
    {
        if (unmap.Direction == DmaDirection.None) return unmap.Dma.Step is { } named && _live.ContainsKey(named);
        if (unmap.Dma is not { Step: { } made, Segment: null, Value: 0 } || !_live.TryGetValue(made, out MapPageStep? map)) return false;
        if (unmap.Device != map.Device || unmap.Size != map.Size || unmap.Direction != map.Direction) return false;
        bool copies = Receives(map.Direction) && (unmap.Attrs & DmaAttrs.SkipCpuSync) == 0;
        bool mayDiffer = Receives(map.Direction);
        _bytes.Change(Start(map), map.Size, state => Unmapped(state, copies, mayDiffer));
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
        if (!TryFind(sync, sync.Dma, sync.Size, out MapPageStep map, out ulong start) || sync.Direction != map.Direction) return false;
        bool sends = Sends(map.Direction), receives = Receives(map.Direction);
        _bytes.Change(start, sync.Size, state => sync.ForCpu ? ForCpu(state, receives) : ForDevice(state, sends));
        return true;
    }

    private static ByteState ForCpu(ByteState state, bool receives)
    {
        state &= ~ByteState.DeviceOwned;
        if (!receives) return state;
        bool sure = (state & (ByteState.DeviceUndefined | ByteState.CpuWrote)) == 0;
        return (state & ~(ByteState.Undefined | ByteState.CpuWrote)) | (sure ? ByteState.None : ByteState.Undefined);
    }

    private static ByteState ForDevice(ByteState state, bool sends)
    {
        bool sure = sends ? (state & ByteState.Undefined) == 0 : (state & (ByteState.DeviceUndefined | ByteState.CpuWrote)) == 0;
        return (state & ~(ByteState.DeviceUndefined | ByteState.CpuWrote)) | ByteState.DeviceOwned | (sure ? ByteState.None : ByteState.DeviceUndefined);
    }
}
