using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Decides whether a step may follow the steps so far: who owns each byte, and whether the contract defines what it holds. Knows
/// no implementation: every mapping and every allocation is taken to succeed.</summary>
/// <remarks>A byte has at most one live mapping. After a step was refused the state is as before.</remarks>
public sealed partial class Legality
{
    private readonly ScenarioMachine _machine;
    private readonly Semantics? _release;
    private readonly Dictionary<int, LegalMapping> _live = [];
    private readonly Dictionary<int, AllocStep> _allocated = [];
    private readonly HashSet<int> _mappedPages = [];
    private readonly ByteStates _bytes;
    private readonly bool[] _mayAllocate;
    private readonly ulong _line;
    private int _count;

    /// <summary>Begins before the first step.</summary>
    public Legality(ScenarioMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        _release = Semantics.Find(machine.Semantics);
        _bytes = new ByteStates(machine.Layout);
        _line = machine.LayoutOnPlatform.HasNonCoherentDevices ? (ulong)machine.LayoutOnPlatform.CacheLineSize : 1;
        _mayAllocate = [.. machine.Devices.Select(device => !ReleaseDefects.MayOverstepCoherentMask(_release, machine.Layout, device))];
    }

    /// <summary>The live mappings by the step that made them.</summary>
    public IReadOnlyDictionary<int, LegalMapping> Live => _live;

    /// <summary>The coherent memory that is live, by the step that allocated it.</summary>
    public IReadOnlyDictionary<int, AllocStep> Allocated => _allocated;

    /// <summary>Whether all steps of a scenario are legal.</summary>
    public static bool IsLegal(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var legality = new Legality(scenario.Machine);
        foreach (Step step in scenario.Steps)
        {
            if (!legality.TryApply(step)) return false;
        }

        return scenario.Steps.Length > 0;
    }

    /// <summary>Whether a step may be the next; if so it is taken.</summary>
    public bool TryApply(Step step)
    {
        bool legal = step is InitStep == (_count == 0) && HasDevice(step) && Apply(step);
        if (legal) _count++;
        return legal;
    }

    /// <summary>The whole cache lines around bytes, where some device does not snoop: who shares a line with a mapping loses bytes.</summary>
    internal Extent ToLines(Extent extent)
    {
        ulong start = extent.Start / _line * _line;
        return new Extent(start, (extent.Start + extent.Size - start + _line - 1) / _line * _line);
    }

    /// <summary>Whether a mapping may cover the bytes.</summary>
    internal bool IsMappable(Extent extent) =>
        ToLines(extent) == extent && _bytes.Exist(extent.Start, extent.Size) && _bytes.All(extent.Start, extent.Size, static state => (state & ByteState.Mapped) == 0);

    private bool HasDevice(Step step) => step switch
    {
        DeviceStep { Device: { } device } => device < _machine.Devices.Length,
        DeviceStep => step is AllocStep or FreeStep,
        _ => true,
    };

    private bool Apply(Step step) => step switch
    {
        InitStep or SlotsInUseStep => true,
        DmaSupportedStep => !ReleaseDefects.SupportsUnreachedMasks(_release, _machine.Platform),
        MapPageStep map => Map(map),
        MapSgStep map => Map(map),
        UnmapPageStep unmap => Unmap(unmap),
        UnmapSgStep unmap => Unmap(unmap),
        SyncSingleStep sync => Sync(sync),
        SyncSgStep sync => Sync(sync),
        AllocStep alloc => Alloc(alloc),
        FreeStep free => Free(free),
        MmapStep map => IsWhole(map, map.Phys, map.Dma, map.Size, out _),
        GetSgTableStep table => IsWhole(table, table.Phys, table.Dma, table.Size, out _),
        CpuFillStep fill => CpuFill(fill),
        CpuSumStep sum => CpuSum(sum),
        DeviceFillStep fill => DeviceFill(fill),
        DeviceSumStep sum => DeviceSum(sum),
        MappingErrorStep { Dma: { Step: { } made, Segment: null, Value: 0 } } => _mappedPages.Contains(made),
        P2mStep p2m => P2m(p2m),
        _ => false,
    };

    private bool P2m(P2mStep p2m)
    {
        if (p2m.Pfn.Step is { } made)
            return p2m.Pfn.Segment is null && p2m.Pfn.Value == 0 && _allocated.TryGetValue(made, out AllocStep? alloc) && p2m.Count <= XenPage.FramesFor(alloc.Size);
        ulong frames = _machine.Layout.FrameCount;
        return p2m.Pfn.Value < frames && p2m.Count <= frames - p2m.Pfn.Value;
    }
}
