using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

public sealed partial class ScenarioGenerator
{
    private const ulong SegmentPages = IoTlb.SegmentSize / XenPage.Size;

    /// <summary>Whether half of what is asked for can be had, which shows in a pool that is filled to its end.</summary>
    private bool HalvesPool => _machine.Pool.Slabs > IoTlb.SegmentSlots * Legality.MaxEntries;

    private void ProposePressure()
    {
        switch (_random.Below(8))
        {
            case < 2:
                ProposeRefill();
                break;
            case < 3:
                ProposeFill();
                break;
            case < 5:
                ProposeHopeless();
                break;
            default:
                ProposeGap();
                break;
        }
    }

    /// <summary>Unmaps all, then asks for the largest mapping: what was free is usable again.</summary>
    private void ProposeRefill()
    {
        if (_legality.Live.Count == 0 || !TryUnmapAll()) return;
        int device = AnyDevice();
        ulong kept = _machine.Devices[device].MinAlignMask & (IoTlb.SegmentSize - 1);
        ulong most = Math.Min(IoTlb.SegmentSize - (((kept + IoTlb.SlotSize - 1) / IoTlb.SlotSize) * IoTlb.SlotSize), XenPage.ToAddress(_bufferEnd));
        if (most > 0) EmitMap(device, 0, most);
    }

    /// <summary>Fills the pool, or the half that came about of it, in whole segments; then asks for what has no room any more, or little.</summary>
    private void ProposeFill()
    {
        ulong segments = Math.Min(_machine.Pool.Slabs / IoTlb.SegmentSlots / (HalvesPool ? 2UL : 1UL), _bufferEnd / SegmentPages);
        if (segments is 0 or > Legality.MaxEntries || !TryUnmapAll()) return;
        int device = AnyDevice();
        EmitList(device, 0, [.. Enumerable.Repeat(SegmentPages, (int)segments)], AnyDirection());
        ulong next = segments * SegmentPages;
        if (next < _bufferEnd) EmitMap(device, next, _random.Percent(50) ? IoTlb.SegmentSize : BesideByte(_random.Between(1, 64) * IoTlb.SlotSize));
    }

    /// <summary>Maps a list whose last entry no run of slots can hold, if it has to bounce: what was done for the first is undone without a trace.</summary>
    private void ProposeHopeless()
    {
        int device = NarrowestDevice();
        ulong boundary = _machine.Devices[device].SegmentBoundaryMask;
        ulong pages = (boundary is 0 or >= IoTlb.SegmentSize ? SegmentPages : (boundary + 1) / XenPage.Size) + 1;
        if (1 + pages > _bufferEnd) return;
        ulong page = _random.Between(0, _bufferEnd - pages - 1);
        Emit(new CpuFillStep(Operand.Literal(_bufferStart + XenPage.ToAddress(page)), XenPage.Size, AnySeed()));
        EmitList(device, page, [1, pages], _random.Percent(60) ? DmaDirection.FromDevice : AnyDirection());
    }

    /// <summary>Packs a segment with three mappings, ends one or two, and asks for exactly the room that this left, or for a byte more.</summary>
    private void ProposeGap()
    {
        if (_machine.Pool.Slabs != IoTlb.SegmentSlots || _bufferEnd < SegmentPages || !TryUnmapAll()) return;
        int device = AnyDevice(), first = _steps.Count;
        ulong left = _random.Between(1, 31), middle = _random.Between(1, 31), right = SegmentPages - left - middle;
        if (_random.Percent(50))
        {
            EmitList(device, 0, [left, middle], AnyDirection());
            EmitMap(device, left + middle, XenPage.ToAddress(right));
            EndOf(first);
            ProposeExact(device, 0, left + middle);
            return;
        }

        EmitMap(device, 0, XenPage.ToAddress(left));
        EmitMap(device, left, XenPage.ToAddress(middle));
        EmitMap(device, left + middle, XenPage.ToAddress(right));
        int ended = _random.Below(3);
        if (ended != 1) EndOf(first);
        if (ended != 0) EndOf(first + 1);
        ulong from = ended == 1 ? left : 0, room = ended switch
        {
            0 => left,
            1 => middle,
            _ => left + middle,
        };
        ProposeExact(device, from, room);
    }

    /// <summary>Asks for all the room that there is, for a byte more, or for more than it in a list whose first entry still fits.</summary>
    private void ProposeExact(int device, ulong page, ulong room)
    {
        if (_random.Percent(50) || page + room + 1 > _bufferEnd)
        {
            EmitMap(device, page, XenPage.ToAddress(room) + (_random.Percent(50) ? 1UL : 0));
            return;
        }

        Emit(new CpuFillStep(Operand.Literal(_bufferStart + XenPage.ToAddress(page)), XenPage.Size, AnySeed()));
        EmitList(device, page, [1, room], AnyDirection());
    }

    /// <summary>The device for which most has to bounce.</summary>
    private int NarrowestDevice() => Enumerable.Range(0, _machine.Devices.Length).MinBy(device => _machine.Devices[device].DmaMask);

    private bool TryUnmapAll()
    {
        if (_legality.Live.Count > MaxDrained) return false;
        foreach ((int step, LegalMapping map) in _legality.Live.ToArray()) Emit(UnmapOf(step, map, DmaAttrs.None));
        return true;
    }

    private void EndOf(int step)
    {
        if (_legality.Live.TryGetValue(step, out LegalMapping? map)) Emit(UnmapOf(step, map, DmaAttrs.None));
    }

    /// <summary>Maps buffers from a frame on, past the end of memory none.</summary>
    private void EmitMap(int device, ulong page, ulong size)
    {
        ulong start = XenPage.ToAddress(page);
        Extent whole = _legality.ToLines(new Extent(_bufferStart + start, Math.Min(size, XenPage.ToAddress(_bufferEnd) - start)));
        Emit(new MapPageStep(device, Operand.Literal(whole.Start >> XenPage.Shift), 0, whole.Size, AnyDirection(), DmaAttrs.None));
    }

    private void EmitList(int device, ulong page, ImmutableArray<ulong> pages, DmaDirection direction)
    {
        var entries = ImmutableArray.CreateBuilder<ListEntry>(pages.Length);
        foreach (ulong count in pages)
        {
            entries.Add(new ListEntry(Operand.Literal(_bufferStart + XenPage.ToAddress(page)), XenPage.ToAddress(count)));
            page += count;
        }

        Emit(new MapSgStep(device, entries.MoveToImmutable(), direction, DmaAttrs.None));
    }
}
