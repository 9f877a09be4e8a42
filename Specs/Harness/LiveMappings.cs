using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>The streaming mappings and the coherent memory that are live in a run, kept from its steps and their answers.</summary>
public sealed class LiveMappings
{
    private readonly ScenarioRun _run;
    private readonly Dictionary<int, Mapping[]> _byStep = [];
    private readonly SortedList<ulong, Mapping> _bounced = [];
    private readonly Dictionary<int, Allocation> _allocations = [];
    private ulong _longest;

    internal LiveMappings(ScenarioRun run) => _run = run;

    /// <summary>All of them, by the step that made them.</summary>
    public IEnumerable<Mapping> All => _byStep.Values.SelectMany(static mappings => mappings);

    /// <summary>The steps whose mappings are live.</summary>
    internal IReadOnlyCollection<int> Steps => _byStep.Keys;

    /// <summary>The mappings that a step made and that are live.</summary>
    public Seen<Mapping> Of(int step) => new(_byStep.GetValueOrDefault(step));

    /// <summary>The coherent memory that is live, by the step that allocated it.</summary>
    public IReadOnlyDictionary<int, Allocation> Allocations => _allocations;

    /// <summary>The bounced mappings, by bus address.</summary>
    public ICollection<Mapping> Bounced => _bounced.Values;

    /// <summary>The slots that lie under bounced mappings; the pool's pages begin at bus frames, so they are reckoned from the bus address.</summary>
    public ulong BouncedSlots { get; private set; }

    /// <summary>A live bounced mapping that shares bytes with the range, other than <paramref name="except"/>.</summary>
    public Mapping? Overlapping(DmaAddr dma, ulong size, Mapping except)
    {
        // None that begins further before it than the longest is long can reach into it.
        for (int i = FirstFrom(dma.Value - Math.Min(dma.Value, _longest)); i < _bounced.Count; i++)
        {
            Mapping other = _bounced.GetValueAtIndex(i);
            if (other.Dma.Value >= dma.Value + size) return null;
            if (other != except && dma.Value < other.Dma.Value + other.Size) return other;
        }

        return null;
    }

    /// <summary>The parts of live mappings that an unmap or a sync names by the step that made them and as it made them; none for any other step.</summary>
    internal void AddNamed(Step step, List<MappingPart> found)
    {
        switch (step)
        {
            case UnmapPageStep { Dma: { Step: { } made, Segment: null, Value: 0 }, Size: var size }:
                AddWhole(made, size, found);
                break;
            case UnmapSgStep { Map: var list }:
                AddWhole(list, null, found);
                break;
            case SyncSgStep { Map: var list }:
                AddWhole(list, null, found);
                break;
            case SyncSingleStep { Dma: { Step: { } made, Segment: null, Value: var offset }, Size: var length }:
                foreach (Mapping mapping in Of(made))
                {
                    if (offset <= mapping.Size && length <= mapping.Size - offset) found.Add(new MappingPart(mapping, offset, length));
                }

                break;
        }
    }

    /// <summary>Adds the steps whose mappings have a byte of a guest range.</summary>
    internal void AddStepsOver(PhysAddr phys, ulong size, HashSet<int> steps)
    {
        foreach ((int step, Mapping[] mappings) in _byStep)
        {
            foreach (Mapping mapping in mappings)
            {
                if (mapping.Phys.Value < phys.Value + size && phys.Value < mapping.Phys.Value + mapping.Size) steps.Add(step);
            }
        }
    }

    /// <summary>The live bounced mappings that lie next before and next behind one on the bus, where there are any.</summary>
    public (Mapping? Before, Mapping? Behind) Neighbours(Mapping mapping)
    {
        int at = _bounced.IndexOfKey(mapping.Dma.Value);
        return (at > 0 ? _bounced.GetValueAtIndex(at - 1) : null, at >= 0 && at + 1 < _bounced.Count ? _bounced.GetValueAtIndex(at + 1) : null);
    }

    /// <summary>Follows a step that was run.</summary>
    internal void Follow(int index, Step step, StepResult result)
    {
        switch (step, result)
        {
            case (MapPageStep map, Mapped mapped):
                PhysAddr phys = _run.Frame(map.Pfn).Address + map.Offset;
                Add(index, [Make(index, -1, map.Device, phys, mapped.Dma, map.Size, map.Direction, map.Attrs)]);
                break;
            case (MapSgStep map, ListMapped { Segments.Length: > 0 } list):
                Add(index, [.. list.Segments.Select((segment, i) => Make(
                    index, i, map.Device, _run.ListOf(index).BufferAt(i).Address, segment.Dma, segment.Length, map.Direction, map.Attrs))]);
                break;
            case (AllocStep alloc, Allocated given):
                _allocations[index] = new Allocation(index, _run.DeviceOf(alloc.Device), new PhysAddr(given.Phys), new DmaAddr(given.Dma), alloc.Size);
                break;
            case (FreeStep { Phys.Step: { } allocated }, Done):
                _allocations.Remove(allocated);
                break;
            case (UnmapPageStep unmap, Done):
                if (unmap.Dma is { Step: { } made, Value: 0 }) Remove(made);
                else if (FindSingle(_run.Dma(unmap.Dma)) is { } found) Remove(found);
                break;
            case (UnmapSgStep unmap, Done):
                Remove(unmap.Map);
                break;
        }
    }

    private void AddWhole(int step, ulong? size, List<MappingPart> found)
    {
        foreach (Mapping mapping in Of(step))
        {
            if (size is null || size == mapping.Size) found.Add(new MappingPart(mapping, 0, mapping.Size));
        }
    }

    private Mapping Make(int step, int segment, int? device, PhysAddr phys, ulong dma, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        new(step, segment, _run.DeviceOf(device)!, phys, new DmaAddr(dma), size, direction, attrs, BusFacts.BusOf(_run.Machine, phys).Value == dma);

    private int? FindSingle(DmaAddr dma)
    {
        foreach ((int step, Mapping[] mappings) in _byStep)
        {
            if (mappings is [{ Segment: < 0 } only] && only.Dma == dma) return step;
        }

        return null;
    }

    private void Add(int step, Mapping[] mappings)
    {
        _byStep[step] = mappings;
        foreach (Mapping mapping in mappings)
        {
            if (mapping.IsDirect) continue;
            _bounced.TryAdd(mapping.Dma.Value, mapping);
            _longest = Math.Max(_longest, mapping.Size);
            BouncedSlots += SlotsUnder(mapping);
        }
    }

    /// <summary>The place of the first bounced mapping at or behind a bus address.</summary>
    private int FirstFrom(ulong dma)
    {
        int low = 0, high = _bounced.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_bounced.GetKeyAtIndex(middle) < dma) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Remove(int step)
    {
        if (!_byStep.Remove(step, out Mapping[]? mappings)) return;
        foreach (Mapping mapping in mappings)
        {
            if (mapping.IsDirect) continue;
            BouncedSlots -= SlotsUnder(mapping);
            if (_bounced.GetValueOrDefault(mapping.Dma.Value) == mapping) _bounced.Remove(mapping.Dma.Value);
        }
    }

    private static ulong SlotsUnder(Mapping mapping) => IoTlb.SlotsFor((mapping.Dma.Value & IoTlb.SlotOffsetMask) + mapping.Size);
}
