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
                yield return simpler is MapPageStep map ? Following(candidate, i, map) : candidate;
            }
        }
    }

    private static IEnumerable<Step> Simpler(Step step)
    {
        switch (step)
        {
            case MapPageStep s:
                if (s.Device > 0) yield return s with { Device = 0 };
                if (s.Attrs != DmaAttrs.None) yield return s with { Attrs = DmaAttrs.None };
                foreach (ulong pfn in Smaller(s.Pfn.Value)) yield return s with { Pfn = Operand.Literal(pfn) };
                foreach (ulong offset in Smaller(s.Offset)) yield return s with { Offset = offset };
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                if (s.Direction == DmaDirection.Bidirectional) yield return s with { Direction = DmaDirection.ToDevice };
                if (s.Direction is DmaDirection.Bidirectional or DmaDirection.FromDevice) yield return s with { Direction = DmaDirection.FromDevice };
                break;
            case UnmapPageStep { Attrs: not DmaAttrs.None } s:
                yield return s with { Attrs = DmaAttrs.None };
                break;
            case SyncSingleStep s:
                if (s.Dma is { Step: { } of, Value: > 0 }) yield return s with { Dma = Operand.Of(of) };
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                break;
            case CpuFillStep s:
                if (s.Seed > 1) yield return s with { Seed = 1 };
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                break;
            case DeviceFillStep s:
                if (s.Seed > 1) yield return s with { Seed = 1 };
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                break;
            case CpuSumStep s:
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                break;
            case DeviceSumStep s:
                foreach (ulong size in Sizes(s.Size)) yield return s with { Size = size };
                break;
        }
    }

    /// <summary>What names the mapping follows it: same device, size and direction.</summary>
    private static Scenario Following(Scenario scenario, int made, MapPageStep map) => scenario with
    {
        Steps = [.. scenario.Steps.Select(step => step switch
        {
            UnmapPageStep s when s.Dma.Step == made => s with
            {
                Device = map.Device,
                Size = map.Size,
                Direction = s.Direction == DmaDirection.None ? DmaDirection.None : map.Direction,
                Result = null,
            },
            SyncSingleStep s when s.Dma.Step == made => s with { Device = map.Device, Direction = map.Direction, Result = null },
            DeviceFillStep s when s.Dma.Step == made => s with { Device = map.Device, Result = null },
            DeviceSumStep s when s.Dma.Step == made => s with { Device = map.Device, Result = null },
            _ => step with { Result = null },
        })],
    };

    private static IEnumerable<ulong> Sizes(ulong size)
    {
        // Whole pages, and the least that reaches into as many pages.
        ulong pages = (size - 1) / XenPage.Size * XenPage.Size;
        ulong[] round = [1, 64, 2048, XenPage.Size, 2 * XenPage.Size, pages, pages + 1];
        return round.Where(candidate => candidate < size && candidate > 0).Concat(Smaller(size).Where(static candidate => candidate > 0)).Distinct();
    }

    private static IEnumerable<ulong> Smaller(ulong value)
    {
        if (value == 0) yield break;
        yield return 0;
        if (value > 2) yield return value / 2;
        yield return value - 1;
    }
}
