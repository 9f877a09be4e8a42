using System;
using System.Collections.Immutable;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Checks that steps fit the machine and one another: devices, sizes, references.</summary>
internal sealed class StepChecks(Scenario scenario)
{
    private readonly ImmutableArray<Step> _steps = scenario.Steps;
    private readonly int _devices = scenario.Machine.Devices.Length;
    private readonly ulong _memory = XenPage.ToAddress(scenario.Machine.Layout.FrameCount);

    /// <summary>The first fault, or null.</summary>
    internal PlacedFault? Fault()
    {
        if (_steps.Length == 0) return new PlacedFault(["steps"], "expected init as the first step, found no step");
        for (int i = 0; i < _steps.Length; i++)
        {
            Step step = _steps[i];
            if (step is InitStep != (i == 0)) return Fault(i, "op", i == 0 ? "expected init as the first step" : "init stands first, and only there");
            if (step is DeviceStep { Device: { } device } && device >= _devices) return Fault(i, "dev", $"device {device}: the machine has {_devices} devices");
            if (Arguments(step, i) is { } fault) return fault;
        }

        return null;
    }

    private PlacedFault? Arguments(Step step, int i) => step switch
    {
        MapPageStep s => Reference(s.Pfn, i, "pfn") ?? Frame(s.Pfn, i) ?? Size(s.Offset, i, "offset") ?? Size(s.Size, i, "size"),
        UnmapPageStep s => Reference(s.Dma, i, "dma") ?? Size(s.Size, i, "size"),
        MapSgStep s => Entries(s, i),
        UnmapSgStep s => Map(s.Map, i),
        SyncSingleStep s => Reference(s.Dma, i, "dma") ?? Size(s.Size, i, "size"),
        SyncSgStep s => Map(s.Map, i),
        FreeStep s => Memory(s.Phys, s.Size, i) ?? Reference(s.Dma, i, "dma"),
        MappingErrorStep s => Reference(s.Dma, i, "dma"),
        AllocStep s => s.Size <= ScenarioLimits.MaxAllocBytes ? null
            : Fault(i, "size", $"{s.Size} bytes: no guest has more than {ScenarioLimits.MaxAllocBytes} bytes of memory"),
        MmapStep s => Memory(s.Phys, s.Size, i) ?? Reference(s.Dma, i, "dma"),
        GetSgTableStep s => Memory(s.Phys, s.Size, i) ?? Reference(s.Dma, i, "dma"),
        CpuFillStep s => Memory(s.Phys, s.Size, i),
        CpuSumStep s => Memory(s.Phys, s.Size, i),
        DeviceFillStep s => Reference(s.Dma, i, "dma") ?? Size(s.Size, i, "size"),
        DeviceSumStep s => Reference(s.Dma, i, "dma") ?? Size(s.Size, i, "size"),
        P2mStep s => Reference(s.Pfn, i, "pfn") ?? Frames(s, i),
        _ => null,
    };

    private PlacedFault? Entries(MapSgStep map, int i)
    {
        for (int k = 0; k < map.Segments.Length; k++)
        {
            ListEntry entry = map.Segments[k];
            if ((Reference(entry.Phys, i, "segments", k, 0) ?? Size(entry.Length, i, "segments", k, 1)
                ?? Inside(entry.Phys, entry.Length, i, "segments", k, 0)) is { } fault) return fault;
        }

        return map.Result is ListMapped { Segments.Length: var count } && count > map.Segments.Length
            ? Fault(i, "result", "count", $"{count} mapped of {map.Segments.Length} entries")
            : null;
    }

    /// <summary>A page that exists: the address of a frame further up could wrap round to another.</summary>
    private PlacedFault? Frame(Operand pfn, int i) => pfn.Step is null && pfn.Value >= _memory >> XenPage.Shift
        ? Fault(i, "pfn", $"guest frame {pfn.Value}: the guest has {_memory >> XenPage.Shift} frames")
        : null;

    private static PlacedFault? Frames(P2mStep p2m, int i) =>
        p2m.Result is MachineFrames { Mfns.Length: var found } && (ulong)found != p2m.Count
            ? Fault(i, "result", "mfns", $"expected {p2m.Count} machine frames, found {found}")
            : null;

    private PlacedFault? Size(ulong size, int i, params ReadOnlySpan<PathPart> path) =>
        size > _memory ? new PlacedFault(["steps", i, .. path], $"{size} bytes: the guest has {_memory} bytes of memory") : null;

    /// <summary>Memory that the CPU names: it exists from its first byte to its last.</summary>
    private PlacedFault? Memory(Operand phys, ulong size, int i) =>
        Reference(phys, i, "phys") ?? Size(size, i, "size") ?? Inside(phys, size, i, "phys");

    private PlacedFault? Inside(Operand phys, ulong size, int i, params ReadOnlySpan<PathPart> path) =>
        phys.Step is null && (phys.Value > _memory || size > _memory - phys.Value)
            ? new PlacedFault(["steps", i, .. path], $"{size} bytes at 0x{phys.Value:x}: the guest's memory ends at 0x{_memory:x}")
            : null;

    private PlacedFault? Map(int map, int i)
    {
        if (map >= i) return Fault(i, "map", $"expected an earlier step, found {map}");
        return _steps[map] is MapSgStep ? null : Fault(i, "map", $"step {map} is no map_sg");
    }

    private PlacedFault? Reference(Operand operand, int i, params ReadOnlySpan<PathPart> path)
    {
        if (operand.Step is not { } of) return null;
        if (of >= i) return new PlacedFault(["steps", i, .. path, "of"], $"expected an earlier step, found {of}");
        if (_steps[of] is not (InitStep or MapPageStep or MapSgStep or AllocStep))
            return new PlacedFault(["steps", i, .. path, "of"], $"step {of} returns no address");
        return (_steps[of] as MapSgStep, operand.Segment) switch
        {
            (null, null) => null,
            (null, _) => new PlacedFault(["steps", i, .. path, "seg"], $"step {of} is no map_sg"),
            (_, null) => new PlacedFault(["steps", i, .. path, "seg"], $"the key is missing: step {of} is a map_sg"),
            ({ Segments.Length: var count }, { } segment) when segment < count => null,
            ({ Segments.Length: var count }, { } segment) => new PlacedFault(["steps", i, .. path, "seg"], $"segment {segment}: step {of} has {count}"),
        };
    }

    private static PlacedFault Fault(int i, string key, string message) => new(["steps", i, key], message);

    private static PlacedFault Fault(int i, string key, string part, string message) => new(["steps", i, key, part], message);
}
