using System;
using System.Collections.Generic;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Decides whether a step may follow the steps so far: who owns each byte, and whether the contract defines what it holds. Knows
/// no implementation: every mapping is taken to succeed.</summary>
/// <remarks>A byte has at most one live mapping. After a step was refused the state is as before.</remarks>
public sealed partial class Legality
{
    private readonly ScenarioMachine _machine;
    private readonly Dictionary<int, MapPageStep> _live = [];
    private readonly Dictionary<int, MapPageStep> _made = [];
    private readonly ByteStates _bytes;
    private int _count;

    /// <summary>Begins before the first step.</summary>
    public Legality(ScenarioMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        _bytes = new ByteStates(machine.Layout);
    }

    /// <summary>The live mappings by the step that made them.</summary>
    public IReadOnlyDictionary<int, MapPageStep> Live => _live;

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

    /// <summary>The guest address that a mapping begins at.</summary>
    internal static ulong Start(MapPageStep map) => XenPage.ToAddress(map.Pfn.Value) + map.Offset;

    /// <summary>Whether the bytes of a mapping from <paramref name="offset"/> on are such that a device may read them and knows what it reads.</summary>
    internal bool DeviceMayRead(MapPageStep map, ulong offset, ulong size) =>
        _bytes.All(Start(map) + offset, size, static state => (state & (ByteState.DeviceOwned | ByteState.DeviceUndefined)) == ByteState.DeviceOwned);

    private static bool Sends(DmaDirection direction) => direction is DmaDirection.ToDevice or DmaDirection.Bidirectional;

    private static bool Receives(DmaDirection direction) => direction is DmaDirection.FromDevice or DmaDirection.Bidirectional;

    private bool HasDevice(Step step) => step is not DeviceStep { Device: var device } || (device is { } index && index < _machine.Devices.Length);

    private bool Apply(Step step) => step switch
    {
        InitStep or SlotsInUseStep or DmaSupportedStep => true,
        MapPageStep map => Map(map),
        UnmapPageStep unmap => Unmap(unmap),
        SyncSingleStep sync => Sync(sync),
        CpuFillStep fill => CpuFill(fill),
        CpuSumStep sum => CpuSum(sum),
        DeviceFillStep fill => DeviceFill(fill),
        DeviceSumStep sum => DeviceSum(sum),
        MappingErrorStep { Dma: { Step: { } made, Segment: null, Value: 0 } } => _made.ContainsKey(made),
        P2mStep { Pfn: { Step: null, Value: var pfn }, Count: var count } => pfn < _machine.Layout.FrameCount && count <= _machine.Layout.FrameCount - pfn,
        _ => false,
    };

    /// <summary>The live mapping that a bus address operand lies in, and where in it.</summary>
    private bool TryFind(DeviceStep step, Operand dma, ulong size, out MapPageStep map, out ulong start)
    {
        map = null!;
        start = 0;
        if (dma.Step is not { } made || dma.Segment is not null || !_live.TryGetValue(made, out MapPageStep? found)) return false;
        map = found;
        start = Start(map) + dma.Value;
        return step.Device == map.Device && dma.Value <= map.Size && size <= map.Size - dma.Value && size > 0;
    }
}
