using System.Collections.Generic;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Checks what only the whole scenario tells: references, device indexes, sizes against the guest's memory.</summary>
internal static class ScenarioChecks
{
    internal static void Check(Scenario scenario, List<long> positions, in JsonCursor at)
    {
        if (scenario.Steps.Length == 0 || scenario.Steps[0] is not InitStep) throw at.Fault(positions.Count > 0 ? positions[0] : 0, "steps[0]: init expected as the first step");
        for (int i = 0; i < scenario.Steps.Length; i++)
        {
            if (Fault(scenario, i) is { } fault) throw at.Fault(positions[i], $"steps[{i}]{fault}");
        }
    }

    private static string? Fault(Scenario scenario, int index)
    {
        Step step = scenario.Steps[index];
        if (step is InitStep && index > 0) return ".op: init stands before all other steps, once";
        if (step is DeviceStep { Device: { } device } && device >= scenario.Machine.Devices.Length)
            return $".dev: device {device}: the machine has {scenario.Machine.Devices.Length}";
        foreach ((string key, Operand operand) in Operands(step))
        {
            if (OperandFault(scenario, index, operand) is { } fault) return $".{key}: {fault}";
        }

        return step switch
        {
            UnmapSgStep { Map: var map } when !IsEarlier<MapSgStep>(scenario, index, map) => $".map: step {map} is no earlier map_sg",
            SyncSgStep { Map: var map } when !IsEarlier<MapSgStep>(scenario, index, map) => $".map: step {map} is no earlier map_sg",
            MapPageStep or MapSgStep when NeedsDevice(step) => ".dev: a streaming mapping needs a device",
            _ => SizeFault(scenario, step),
        };
    }

    private static bool NeedsDevice(Step step) => step is DeviceStep { Device: null };

    private static string? SizeFault(Scenario scenario, Step step)
    {
        ulong memory = scenario.Machine.Layout.FrameCount << XenPage.Shift;
        (ulong size, Operand? start) = step switch
        {
            MapPageStep s => (s.Size, null),
            UnmapPageStep s => (s.Size, null),
            SyncSingleStep s => (s.Size, null),
            FreeStep s => (s.Size, s.Phys),
            MmapStep s => (s.Size, s.Phys),
            GetSgTableStep s => (s.Size, s.Phys),
            CpuFillStep s => (s.Size, s.Phys),
            CpuSumStep s => (s.Size, s.Phys),
            DeviceFillStep s => (s.Size, null),
            DeviceSumStep s => (s.Size, null),
            _ => (0UL, (Operand?)null),
        };
        if (step is AllocStep { Size: > ScenarioLimits.MaxAllocBytes } alloc) return $".size: {alloc.Size} bytes: at most {ScenarioLimits.MaxAllocBytes} expected";
        if (size > memory) return $".size: {size} bytes: the guest has {memory} bytes of memory";
        if (start is { Step: null, Value: var address } && (address > memory || size > memory - address))
            return $".phys: {size} bytes at 0x{address:x}: the guest's memory ends at 0x{memory:x}";
        if (step is MapPageStep { Offset: var offset } && offset > memory) return $".offset: {offset} bytes: the guest has {memory} bytes of memory";
        return step is MapSgStep map ? ListFault(map, memory) : null;
    }

    private static string? ListFault(MapSgStep map, ulong memory)
    {
        for (int i = 0; i < map.Segments.Length; i++)
        {
            ListEntry entry = map.Segments[i];
            if (entry.Length > int.MaxValue || entry.Length > memory) return $".segments[{i}]: {entry.Length} bytes: the guest has {memory} bytes of memory";
            if (entry.Phys is { Step: null, Value: var address } && (address > memory || entry.Length > memory - address))
                return $".segments[{i}]: {entry.Length} bytes at 0x{address:x}: the guest's memory ends at 0x{memory:x}";
        }

        return null;
    }

    private static string? OperandFault(Scenario scenario, int index, Operand operand)
    {
        if (operand.Step is not { } of) return null;
        if (of >= index) return $"step {of} is not before this one";
        return (scenario.Steps[of], operand.Segment) switch
        {
            (MapSgStep map, { } segment) => segment < map.Segments.Length ? null : $"segment {segment}: step {of} maps {map.Segments.Length}",
            (MapSgStep, null) => $"step {of} is a map_sg: seg expected",
            (_, not null) => $"seg: step {of} is no map_sg",
            (InitStep or MapPageStep or AllocStep, null) => null,
            _ => $"step {of} returns no address: init, map_page, map_sg or alloc expected",
        };
    }

    private static bool IsEarlier<T>(Scenario scenario, int index, int of) => of < index && scenario.Steps[of] is T;

    private static (string Key, Operand Operand)[] Operands(Step step)
    {
        switch (step)
        {
            case MapPageStep s: return [("pfn", s.Pfn)];
            case P2mStep s: return [("pfn", s.Pfn)];
            case UnmapPageStep s: return [("dma", s.Dma)];
            case SyncSingleStep s: return [("dma", s.Dma)];
            case MappingErrorStep s: return [("dma", s.Dma)];
            case DeviceFillStep s: return [("dma", s.Dma)];
            case DeviceSumStep s: return [("dma", s.Dma)];
            case CpuFillStep s: return [("phys", s.Phys)];
            case CpuSumStep s: return [("phys", s.Phys)];
            case FreeStep s: return [("phys", s.Phys), ("dma", s.Dma)];
            case MmapStep s: return [("phys", s.Phys), ("dma", s.Dma)];
            case GetSgTableStep s: return [("phys", s.Phys), ("dma", s.Dma)];
            case MapSgStep s:
                var entries = new (string, Operand)[s.Segments.Length];
                for (int i = 0; i < entries.Length; i++) entries[i] = ($"segments[{i}]", s.Segments[i].Phys);
                return entries;
            default: return [];
        }
    }
}
