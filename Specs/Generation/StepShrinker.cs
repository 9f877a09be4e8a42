using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Rounder numbers in a scenario's steps.</summary>
internal static class StepShrinker
{
    internal static IEnumerable<Scenario> Candidates(Scenario scenario)
    {
        for (int i = 0; i < scenario.Steps.Length; i++)
        {
            foreach (Step simpler in Simpler(scenario.Steps[i]))
            {
                Scenario candidate = scenario with { Steps = scenario.Steps.SetItem(i, simpler with { Result = null }) };
                yield return StepFollowers.Following(candidate, i, simpler);
            }

            if (scenario.Steps[i] is not MapSgStep { Segments.Length: > 1 } list) continue;
            for (int entry = list.Segments.Length - 1; entry >= 0; entry--) yield return StepFollowers.WithoutEntry(scenario, i, list, entry);
        }
    }

    private static IEnumerable<Step> Simpler(Step step) => step switch
    {
        MapPageStep map => SimplerMap(map),
        MapSgStep map => SimplerList(map),
        UnmapPageStep { Attrs: not DmaAttrs.None } unmap => [unmap with { Attrs = DmaAttrs.None }],
        UnmapSgStep { Attrs: not DmaAttrs.None } unmap => [unmap with { Attrs = DmaAttrs.None }],
        SyncSingleStep sync => Starts(sync.Dma).Select(dma => sync with { Dma = dma }).Concat(Sizes(sync.Size).Select(size => sync with { Size = size })),
        AllocStep alloc => Devices(alloc.Device).Select(device => alloc with { Device = device }).Concat(Sizes(alloc.Size).Select(size => alloc with { Size = size })),
        CpuFillStep or CpuSumStep or DeviceFillStep or DeviceSumStep => SimplerTouch(step),
        P2mStep p2m => Smaller(p2m.Count).Where(static count => count > 0).Select(count => p2m with { Count = count }),
        DmaSupportedStep asked => Devices(asked.Device).Select(device => asked with { Device = device }),
        _ => [],
    };

    private static IEnumerable<Step> SimplerMap(MapPageStep map)
    {
        foreach (int device in Devices(map.Device)) yield return map with { Device = device };
        if (map.Attrs != DmaAttrs.None) yield return map with { Attrs = DmaAttrs.None };
        foreach (ulong pfn in Smaller(map.Pfn.Value)) yield return map with { Pfn = Operand.Literal(pfn) };
        foreach (ulong offset in Smaller(map.Offset)) yield return map with { Offset = offset };
        foreach (ulong size in Sizes(map.Size)) yield return map with { Size = size };
        foreach (DmaDirection direction in Directions(map.Direction)) yield return map with { Direction = direction };
    }

    private static IEnumerable<Step> SimplerList(MapSgStep map)
    {
        foreach (int device in Devices(map.Device)) yield return map with { Device = device };
        if (map.Attrs != DmaAttrs.None) yield return map with { Attrs = DmaAttrs.None };
        foreach (DmaDirection direction in Directions(map.Direction)) yield return map with { Direction = direction };
        for (int i = 0; i < map.Segments.Length; i++)
        {
            ListEntry entry = map.Segments[i];
            foreach (ulong length in Sizes(entry.Length)) yield return map with { Segments = map.Segments.SetItem(i, entry with { Length = length }) };
            foreach (ulong phys in Addresses(entry.Phys.Value)) yield return map with { Segments = map.Segments.SetItem(i, entry with { Phys = Operand.Literal(phys) }) };
        }
    }

    private static IEnumerable<Step> SimplerTouch(Step step)
    {
        ulong size = step switch
        {
            CpuFillStep s => s.Size,
            CpuSumStep s => s.Size,
            DeviceFillStep s => s.Size,
            _ => ((DeviceSumStep)step).Size,
        };
        if (step is CpuFillStep { Seed: > 1 } cpu) yield return cpu with { Seed = 1 };
        if (step is DeviceFillStep { Seed: > 1 } device) yield return device with { Seed = 1 };
        foreach (Operand start in Starts(step switch
        {
            CpuFillStep s => s.Phys,
            CpuSumStep s => s.Phys,
            DeviceFillStep s => s.Dma,
            _ => ((DeviceSumStep)step).Dma,
        }))
        {
            yield return At(step, start, size);
        }

        foreach (ulong smaller in Sizes(size)) yield return At(step, null, smaller);
    }

    private static Step At(Step step, Operand? start, ulong size) => step switch
    {
        CpuFillStep s => s with { Phys = start ?? s.Phys, Size = size },
        CpuSumStep s => s with { Phys = start ?? s.Phys, Size = size },
        DeviceFillStep s => s with { Dma = start ?? s.Dma, Size = size },
        DeviceSumStep s => s with { Dma = start ?? s.Dma, Size = size },
        _ => step,
    };

    private static IEnumerable<int> Devices(int? device) => device > 0 ? [0] : [];

    private static IEnumerable<DmaDirection> Directions(DmaDirection direction) => direction switch
    {
        DmaDirection.Bidirectional => [DmaDirection.ToDevice, DmaDirection.FromDevice],
        DmaDirection.FromDevice => [DmaDirection.ToDevice],
        _ => [],
    };

    /// <summary>The start of what an operand lies in.</summary>
    private static IEnumerable<Operand> Starts(Operand operand) => operand switch
    {
        { Step: { } of, Segment: { } segment, Value: > 0 } => [Operand.OfSegment(of, segment)],
        { Step: { } of, Segment: null, Value: > 0 } => [Operand.Of(of)],
        _ => [],
    };

    private static IEnumerable<ulong> Addresses(ulong address)
    {
        ulong page = address & ~XenPage.OffsetMask;
        if (page != address) yield return page;
        foreach (ulong earlier in Smaller(address >> XenPage.Shift).Where(static pfn => pfn > 0)) yield return XenPage.ToAddress(earlier) + (address - page);
    }

    private static IEnumerable<ulong> Sizes(ulong size)
    {
        // Whole pages, and the least that reaches into as many pages.
        ulong pages = (size - 1) / XenPage.Size * XenPage.Size;
        ulong[] round = [1, 64, 2048, XenPage.Size, 2 * XenPage.Size, pages, pages + 1];
        return round.Where(candidate => candidate < size && candidate > 0).Concat(Smaller(size).Where(static candidate => candidate > 0)).Distinct();
    }

    /// <summary>Nothing, half, then ever less off, down to one: a number that must not be much smaller is not counted down to.</summary>
    private static IEnumerable<ulong> Smaller(ulong value)
    {
        if (value == 0) yield break;
        yield return 0;
        for (ulong less = value / 2; less > 1; less /= 4) yield return value - less;
        yield return value - 1;
    }
}
