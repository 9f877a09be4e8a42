using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>The streaming mappings that are live in a run, kept from its steps and their answers.</summary>
public sealed class LiveMappings
{
    private readonly ScenarioRun _run;
    private readonly Dictionary<int, Mapping[]> _byStep = [];
    private readonly SortedList<ulong, Mapping> _bounced = [];

    internal LiveMappings(ScenarioRun run) => _run = run;

    /// <summary>All of them, by the step that made them.</summary>
    public IEnumerable<Mapping> All => _byStep.Values.SelectMany(static mappings => mappings);

    /// <summary>The mappings that a step made and that are live.</summary>
    public IReadOnlyList<Mapping> Of(int step) => _byStep.TryGetValue(step, out Mapping[]? mappings) ? mappings : [];

    /// <summary>The bounced mappings, by bus address.</summary>
    public ICollection<Mapping> Bounced => _bounced.Values;

    /// <summary>A live bounced mapping that shares bytes with the range, other than <paramref name="except"/>.</summary>
    public Mapping? Overlapping(DmaAddr dma, ulong size, Mapping except) =>
        _bounced.Values.FirstOrDefault(other => other != except && other.Dma.Value < dma.Value + size && dma.Value < other.Dma.Value + other.Size);

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
            case (UnmapPageStep unmap, Done):
                if (unmap.Dma is { Step: { } made, Value: 0 }) Remove(made);
                else if (FindSingle(_run.Dma(unmap.Dma)) is { } found) Remove(found);
                break;
            case (UnmapSgStep unmap, Done):
                Remove(unmap.Map);
                break;
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
            if (!mapping.IsDirect) _bounced.TryAdd(mapping.Dma.Value, mapping);
        }
    }

    private void Remove(int step)
    {
        if (!_byStep.Remove(step, out Mapping[]? mappings)) return;
        foreach (Mapping mapping in mappings)
        {
            if (!mapping.IsDirect && _bounced.GetValueOrDefault(mapping.Dma.Value) == mapping) _bounced.Remove(mapping.Dma.Value);
        }
    }
}
