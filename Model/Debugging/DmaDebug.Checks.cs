namespace XenDma.Debugging;

public sealed partial class DmaDebug
{
    /// <summary>SegmentBoundaryMask of a device that told none (dma_get_seg_boundary).</summary>
    private const ulong DefaultBoundaryMask = uint.MaxValue;

    /// <summary>check_unmap: one unmap can be wrong in several ways; the mapping ends in any case.</summary>
    private void CheckUnmap(Device? device, in DmaCall call)
    {
        if (!IsActive || !IsValid(call.Direction)) return;
        MappingTable table = TableOf(device);
        if (table.FindExact(call).Mapping is not { } mapping)
        {
            bool isError = call.Kind != MappingKind.Coherent && device is not null && _inner.MappingError(device, call.Address);
            Report(isError ? Misuse.FreesInvalidAddress : Misuse.FreesUnallocated, device, call, table.FindOnlyHolder(call.Address) ?? FindElsewhere(device, call));
            return;
        }

        if (mapping.Size != call.Size) Report(Misuse.FreesWithDifferentSize, device, call, mapping);
        if (mapping.Kind != call.Kind) Report(Misuse.FreesWithWrongFunction, device, call, mapping);
        else if (call.Kind == MappingKind.Coherent && mapping.CpuAddress != call.CpuAddress) Report(Misuse.FreesWithDifferentCpuAddress, device, call, mapping);
        if (HasOtherCount(mapping, call)) Report(Misuse.FreesWithDifferentEntryCount, device, call, mapping);
        if (mapping.Direction != call.Direction) Report(Misuse.FreesWithDifferentDirection, device, call, mapping);
        if (mapping.MapError == MapErrorState.NotChecked) Report(Misuse.LeavesMapErrorUnchecked, device, call, mapping);
        LiveCount--;
        table.Remove(mapping);
        if (mapping.Kind == MappingKind.Resource) return;
        _lines.Remove(mapping);
        if (mapping.Kind != MappingKind.Coherent) _owned.Remove(mapping);
    }

    /// <summary>check_sync.</summary>
    private void CheckSync(Device device, in DmaCall call, bool forCpu)
    {
        if (!IsActive || !IsValid(call.Direction)) return;
        MappingTable table = TableOf(device);
        HandOver(table, call, forCpu);
        BestFit fit = table.FindContaining(call);
        if (fit.IsUndecided && !_options.Semantics.SyncAmbiguousIsUnknown)
        {
            UndecidedCount++;
        }
        else if (fit.Mapping is not { } mapping)
        {
            LiveMapping? holder = table.FindOnlyHolder(call.Address);
            if (holder is null) Report(Misuse.SyncsUnallocated, device, call, FindElsewhere(device, call));
            else Report(Misuse.SyncsOutsideRange, device, call, holder);
        }
        else
        {
            if (mapping.Direction != DmaDirection.Bidirectional) CheckSyncDirection(device, call, mapping, forCpu);
            if (HasOtherCount(mapping, call)) Report(Misuse.SyncsWithDifferentEntryCount, device, call, mapping);
        }
    }

    /// <summary>The only mapping of any other device that holds what a call names: the driver may have taken the wrong device.</summary>
    private LiveMapping? FindElsewhere(Device? device, in DmaCall call)
    {
        LiveMapping? found = null;
        foreach ((Device other, MappingTable table) in _tables)
        {
            if (other == (device ?? NoDevice) || table.FindOnlyHolder(call.Address) is not { } holder) continue;
            if (found is not null) return null;
            found = holder;
        }

        return found;
    }

    private void CheckSyncDirection(Device device, in DmaCall call, LiveMapping mapping, bool forCpu)
    {
        if (mapping.Direction == call.Direction) return;
        Report(Misuse.SyncsWithDifferentDirection, device, call, mapping);
        if (forCpu && mapping.Direction == DmaDirection.ToDevice) Report(Misuse.SyncsReadOnlyForCpu, device, call, mapping);
        if (!forCpu && mapping.Direction == DmaDirection.FromDevice) Report(Misuse.SyncsWriteOnlyForDevice, device, call, mapping);
    }

    /// <summary>check_sg_segment.</summary>
    /// <param name="device">The device.</param>
    /// <param name="entry">A mapped entry of a list.</param>
    /// <param name="length">The bytes of the driver's buffer.</param>
    private void CheckSegment(Device device, in DmaCall entry, ulong length)
    {
        if (!IsActive) return;
        if (length > _options.MaxSegmentSize) Report(Misuse.MapsTooLongSegment, device, entry, detail: _options.MaxSegmentSize);
        ulong boundary = device.SegmentBoundaryMask == 0 ? DefaultBoundaryMask : device.SegmentBoundaryMask;
        ulong start = entry.Address.Value, end = unchecked(start + entry.Size - 1);
        if (entry.Size != 0 && ((start ^ end) & ~boundary) != 0) Report(Misuse.MapsSegmentAcrossBoundary, device, entry, detail: boundary);
    }

    /// <summary>check_for_stack, check_for_illegal_area, debug_dma_map_single.</summary>
    private void CheckArea(Device device, in DmaCall call)
    {
        if (!IsActive || call.CpuAddress is not { } first) return;
        foreach (MemoryArea area in _areas)
        {
            if (area.Forbids(first, call.Size)) Report(Mistake(area.Kind), device, call);
        }
    }

    private static Misuse Mistake(MemoryAreaKind kind) => kind switch
    {
        MemoryAreaKind.Stack => Misuse.MapsStack,
        MemoryAreaKind.MappedStack => Misuse.MapsPageOfMappedStack,
        MemoryAreaKind.TextOrReadOnlyData => Misuse.MapsTextOrReadOnlyData,
        _ => Misuse.MapsInvalidArea,
    };

    private static bool HasOtherCount(LiveMapping mapping, in DmaCall call) =>
        call.Kind == MappingKind.ScatterGather && call.EntryCount != 0 && call.EntryCount != mapping.EntryCount;

    /// <summary>A direction that is none ends the kernel before its checker is asked (BUG_ON).</summary>
    private static bool IsValid(DmaDirection direction) =>
        direction is DmaDirection.Bidirectional or DmaDirection.ToDevice or DmaDirection.FromDevice;
}
