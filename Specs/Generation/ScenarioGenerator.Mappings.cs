using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class ScenarioGenerator
{
    private void ProposeMap()
    {
        int device = AnyDevice();
        (ulong start, ulong size) = AnyRange(device);
        DmaDirection direction = AnyDirection();
        if (_random.Percent(60)) Emit(new CpuFillStep(Operand.Literal(start), size, AnySeed()));
        int index = _steps.Count;
        ulong page = start >> XenPage.Shift;
        if (_machine.Platform == Platform.XenPv && _random.Percent(5)) page -= Math.Min(page, _random.Between(1, 3)); // Of a block, the offset into a later page.
        if (!Emit(new MapPageStep(device, Operand.Literal(page), start - XenPage.ToAddress(page), size, direction, AnyAttrs()))) return;
        if (direction != DmaDirection.ToDevice && _random.Percent(80)) Emit(new DeviceFillStep(device, Operand.Of(index), size, AnySeed()));
        if (direction == DmaDirection.FromDevice && _random.Percent(20)) ProposeIdleSync(device, index, start, size);
        if (direction != DmaDirection.FromDevice && _random.Percent(70)) Emit(new DeviceSumStep(device, Operand.Of(index), size));
    }

    /// <summary>Gives the device what it never gave away: what it wrote stays.</summary>
    private void ProposeIdleSync(int device, int map, ulong start, ulong size)
    {
        Emit(new SyncSingleStep(device, Operand.Of(map), size, DmaDirection.FromDevice, ForCpu: false));
        if (Emit(new SyncSingleStep(device, Operand.Of(map), size, DmaDirection.FromDevice, ForCpu: true))) Emit(new CpuSumStep(Operand.Literal(start), size));
    }

    private void ProposeList()
    {
        int device = AnyDevice(), index = _steps.Count;
        DmaDirection direction = AnyDirection();
        ImmutableArray<Extent> entries = AnyEntries();
        if (entries.IsEmpty) return;
        if (_random.Percent(60))
        {
            foreach (Extent entry in Some(entries)) Emit(new CpuFillStep(Operand.Literal(entry.Start), entry.Size, AnySeed()));
            index = _steps.Count;
        }

        if (!Emit(new MapSgStep(device, [.. entries.Select(static entry => new ListEntry(Operand.Literal(entry.Start), entry.Size))], direction, AnyAttrs()))) return;
        if (_random.Percent(80)) Touch(index, _legality.Live[index]);
    }

    /// <summary>The device writes and reads some buffers of a mapping.</summary>
    private void Touch(int step, LegalMapping map)
    {
        foreach (int i in SomeIndexes(map.Extents.Length))
        {
            (Operand dma, _, ulong size) = AnyPart(step, map, i);
            if (map.Receives) Emit(new DeviceFillStep(map.Device, dma, size, AnySeed()));
            if (map.Sends && _random.Percent(70)) Emit(new DeviceSumStep(map.Device, dma, size));
        }
    }

    /// <summary>Hands a mapping, or part of one, to the CPU, lets it look and write, and hands it back.</summary>
    private void ProposeWindow()
    {
        (int step, LegalMapping map) = AnyLive();
        if (map.IsList)
        {
            if (_random.Percent(50)) Touch(step, map);
            Emit(new SyncSgStep(map.Device, step, map.Direction, ForCpu: true));
            foreach (int i in SomeIndexes(map.Extents.Length)) LookAndWrite(map, AnyPart(step, map, i));
            if (_random.Percent(90)) Emit(new SyncSgStep(map.Device, step, map.Direction, ForCpu: false));
            if (_random.Percent(60)) Touch(step, map);
            return;
        }

        (Operand Dma, Operand Phys, ulong Size) part = AnyPart(step, map, 0);
        if (map.Receives && _random.Percent(50)) Emit(new DeviceFillStep(map.Device, part.Dma, part.Size, AnySeed()));
        Emit(new SyncSingleStep(map.Device, part.Dma, part.Size, map.Direction, ForCpu: true));
        LookAndWrite(map, part);
        if (_random.Percent(10)) return; // What the CPU wrote and gave to nobody is the CPU's at the unmap.
        bool givesAll = _random.Percent(25); // More than was taken: what the device wrote beside it must stay.
        (Operand given, ulong size) = givesAll ? (Operand.Of(step), map.Extents[0].Size)
            : _random.Percent(25) ? (part.Dma, _legality.ToLines(new Extent(0, (part.Size + 1) / 2)).Size) // What the CPU keeps back is not shown yet.
            : (part.Dma, part.Size);
        if (!Emit(new SyncSingleStep(map.Device, given, size, map.Direction, ForCpu: false)) && givesAll)
            Emit(new SyncSingleStep(map.Device, part.Dma, part.Size, map.Direction, ForCpu: false));
        if (_random.Percent(60)) Emit(new DeviceSumStep(map.Device, part.Dma, part.Size));
    }

    private void LookAndWrite(LegalMapping map, (Operand Dma, Operand Phys, ulong Size) part)
    {
        if (map.Receives) Emit(new CpuSumStep(part.Phys, part.Size));
        if (map.Sends && _random.Percent(60)) Emit(new CpuFillStep(part.Phys, part.Size, AnySeed()));
    }

    private (Operand Dma, Operand Phys, ulong Size) AnyPart(int step, LegalMapping map, int index)
    {
        Extent whole = map.Extents[index];
        ulong offset = _random.Percent(40) ? 0 : _random.Between(0, whole.Size - 1);
        ulong size = _random.Percent(40) ? whole.Size - offset : _random.Between(1, whole.Size - offset);
        (offset, size) = _legality.ToLines(new Extent(offset, size));
        return (map.IsList ? Operand.OfSegment(step, index, offset) : Operand.Of(step, offset), Operand.Literal(whole.Start + offset), size);
    }

    /// <summary>Buffers of a list: apart, touching, in the next frame, in no order.</summary>
    private ImmutableArray<Extent> AnyEntries()
    {
        var entries = ImmutableArray.CreateBuilder<Extent>();
        ulong wanted = _random.Percent(50) ? _random.Between(1, 4) : _random.Between(1, Legality.MaxEntries);
        ulong next = _bufferStart + _random.Between(0, XenPage.ToAddress(_bufferEnd) - 1);
        for (int tries = 0; (ulong)entries.Count < wanted && tries < 2 * Legality.MaxEntries; tries++)
        {
            Extent entry = AnyEntry(next);
            if (!_legality.IsMappable(entry) || entries.Any(entry.Overlaps))
            {
                next = _bufferStart + _random.Between(0, XenPage.ToAddress(_bufferEnd) - 1);
                continue;
            }

            entries.Add(entry);
            next = entry.Start + entry.Size;
        }

        return entries.ToImmutable();
    }

    private Extent AnyEntry(ulong next)
    {
        (ulong start, ulong size) = AnyRange();
        start = _random.Below(4) switch
        {
            0 => next,
            1 => next + (XenPage.Size - (next & XenPage.OffsetMask)),
            2 => next + _random.Between(1, 64),
            _ => start,
        };
        ulong most = _random.Percent(_crowded ? 40 : 70) ? 2 * XenPage.Size : 8 * XenPage.Size;
        size = Math.Min(size, _random.Percent(30) ? XenPage.Size - (start & XenPage.OffsetMask) : most);
        return _legality.ToLines(new Extent(start, size));
    }

    private IEnumerable<Extent> Some(ImmutableArray<Extent> extents) => SomeIndexes(extents.Length).Select(i => extents[i]);

    /// <summary>All of a few, a few of many.</summary>
    private int[] SomeIndexes(int count)
    {
        if (count <= MaxTouches) return [.. Enumerable.Range(0, count)];
        var chosen = new SortedSet<int>();
        for (int i = 0; i < MaxTouches; i++) chosen.Add(_random.Below(count));
        return [.. chosen];
    }
}
