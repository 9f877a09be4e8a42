namespace XenDma.Specs.Adapters.Native;

internal unsafe partial class NativeOps
{
    /// <inheritdoc/>
    /// <remarks>More entries than were given, or one longer than a list can hold, is refused here; the rest is judged.</remarks>
    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        if (_ops.MapSg is null) throw NotOffered("map_sg");
        XdSegment* segments = Segments(list, count, mapped: false);
        int mapped = _ops.MapSg(_self, _devices.Of(device), segments, count, (int)direction, (ulong)attrs);
        _platform.ThrowPending();
        if (mapped > count) throw new NonsenseException($"map_sg of {count} entries returned {mapped}");
        for (int i = 0; i < mapped; i++)
        {
            if (segments[i].DmaLength > int.MaxValue)
                throw new NonsenseException($"map_sg gave entry {i}, of {segments[i].Length} bytes, {segments[i].DmaLength} bytes on the bus");
            list.SetDma(i, new DmaAddr(segments[i].DmaAddress), (int)segments[i].DmaLength);
        }

        return mapped;
    }

    /// <inheritdoc/>
    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        if (_ops.UnmapSg is null) throw NotOffered("unmap_sg");
        _ops.UnmapSg(_self, _devices.Of(device), Segments(list, count, mapped: true), count, (int)direction, (ulong)attrs);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction)
    {
        if (_ops.SyncSgForCpu is null) throw NotOffered("sync_sg_for_cpu");
        _ops.SyncSgForCpu(_self, _devices.Of(device), Segments(list, count, mapped: true), count, (int)direction);
        _platform.ThrowPending();
    }

    /// <inheritdoc/>
    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction)
    {
        if (_ops.SyncSgForDevice is null) throw NotOffered("sync_sg_for_device");
        _ops.SyncSgForDevice(_self, _devices.Of(device), Segments(list, count, mapped: true), count, (int)direction);
        _platform.ThrowPending();
    }

    private XdSegment* Segments(ScatterList list, int count, bool mapped)
    {
        XdSegment* segments = _scratch.Take<XdSegment>(count);
        for (int i = 0; i < count; i++)
        {
            GuestBuffer buffer = list.BufferAt(i);
            segments[i].Phys = buffer.Address.Value;
            segments[i].Length = (ulong)buffer.Length;
            if (!mapped) continue;
            segments[i].DmaAddress = list.DmaAddressAt(i).Value;
            segments[i].DmaLength = (ulong)list.DmaLengthAt(i);
        }

        return segments;
    }
}
