using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>What names a mapping or an allocation follows it when it changes: same device, size and direction.</summary>
internal static class StepFollowers
{
    /// <summary>The scenario with what stands on a changed step changed as well.</summary>
    internal static Scenario Following(Scenario scenario, int made, Step changed) => scenario with
    {
        Steps = [.. scenario.Steps.Select(step => (changed switch
        {
            MapPageStep map => Follow(step, made, map.Device, map.Direction, map.Size),
            MapSgStep map => Follow(step, made, map.Device, map.Direction, size: null),
            AllocStep alloc => Follow(step, made, alloc),
            _ => step,
        }) with { Result = null })],
    };

    /// <summary>A list without one of its entries; what names a later entry names it in its new place.</summary>
    internal static Scenario WithoutEntry(Scenario scenario, int made, MapSgStep list, int entry)
    {
        ImmutableArray<Step> steps = scenario.Steps.SetItem(made, list with { Segments = list.Segments.RemoveAt(entry) });
        return scenario with { Steps = [.. steps.Select(step => Renamed(step) with { Result = null })] };

        Step Renamed(Step step) => step switch
        {
            DeviceFillStep s => s with { Dma = Moved(s.Dma) },
            DeviceSumStep s => s with { Dma = Moved(s.Dma) },
            _ => step,
        };

        Operand Moved(Operand dma) => dma is { Step: { } of, Segment: { } segment } && of == made && segment >= Math.Max(1, entry)
            ? Operand.OfSegment(of, segment - 1, dma.Value)
            : dma;
    }

    private static Step Follow(Step step, int made, int? device, DmaDirection direction, ulong? size) => step switch
    {
        UnmapPageStep s when s.Dma.Step == made => s with { Device = device, Size = size ?? s.Size, Direction = Following(s.Direction, direction) },
        UnmapSgStep s when s.Map == made => s with { Device = device, Direction = Following(s.Direction, direction) },
        SyncSingleStep s when s.Dma.Step == made => s with { Device = device, Direction = direction },
        SyncSgStep s when s.Map == made => s with { Device = device, Direction = direction },
        DeviceFillStep s when s.Dma.Step == made => s with { Device = device },
        DeviceSumStep s when s.Dma.Step == made => s with { Device = device },
        _ => step,
    };

    private static Step Follow(Step step, int made, AllocStep alloc) => step switch
    {
        FreeStep s when s.Phys.Step == made => s with { Device = alloc.Device, Size = alloc.Size },
        MmapStep s when s.Phys.Step == made => s with { Device = alloc.Device, Size = alloc.Size },
        GetSgTableStep s when s.Phys.Step == made => s with { Device = alloc.Device, Size = alloc.Size },
        DeviceFillStep s when s.Dma.Step == made => s with { Device = alloc.Device, Size = Math.Min(s.Size, alloc.Size) },
        DeviceSumStep s when s.Dma.Step == made => s with { Device = alloc.Device, Size = Math.Min(s.Size, alloc.Size) },
        CpuFillStep s when s.Phys.Step == made => s with { Size = Math.Min(s.Size, alloc.Size) },
        CpuSumStep s when s.Phys.Step == made => s with { Size = Math.Min(s.Size, alloc.Size) },
        P2mStep s when s.Pfn.Step == made => s with { Count = Math.Min(s.Count, XenPage.FramesFor(alloc.Size)) },
        _ => step,
    };

    /// <summary>A breach stays one.</summary>
    private static DmaDirection Following(DmaDirection named, DmaDirection direction) => named == DmaDirection.None ? named : direction;
}
