using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Finds what contradicts itself in a layout, by its runs alone: no memory goes with the number of frames.</summary>
internal static class LayoutChecks
{
    internal static string? Fault(MachineLayout layout)
    {
        FrameRun[] mapped = [.. layout.Owned ?? [new FrameRun(0, 0, layout.FrameCount)], .. layout.Foreign];
        return OutOfBounds("p2m and foreign", mapped.Select(static run => new FrameRange(run.Pfn, run.Count)), layout.FrameCount, "guest frames")
            ?? OutOfBounds("p2m and foreign", mapped.Select(static run => new FrameRange(run.Mfn, run.Count)), PhysToMachine.MfnLimit, "machine frames")
            ?? OutOfBounds("free", layout.Free, layout.FrameCount, "guest frames")
            ?? OutOfBounds("spare", layout.Spare, PhysToMachine.MfnLimit, "machine frames")
            ?? Overlap("p2m and foreign: guest frame", mapped.Select(static run => new FrameRange(run.Pfn, run.Count)))
            ?? Overlap("free: guest frame", layout.Free)
            ?? Overlap("p2m, foreign and spare: machine frame", mapped.Select(static run => new FrameRange(run.Mfn, run.Count)).Concat(layout.Spare));
    }

    private static string? OutOfBounds(string key, IEnumerable<FrameRange> ranges, ulong limit, string what)
    {
        foreach (FrameRange range in ranges)
        {
            if (range.Count == 0) return $"{key}: a run of no frames at {range.First}";
            if (range.First >= limit || range.Count > limit - range.First) return $"{key}: a run of {range.Count} frames at {range.First}: there are {limit} {what}";
        }

        return null;
    }

    private static string? Overlap(string what, IEnumerable<FrameRange> ranges)
    {
        FrameRange[] ordered = [.. ranges.OrderBy(static range => range.First)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].First < ordered[i - 1].End) return $"{what} {ordered[i].First} (0x{ordered[i].First:x}) stands in two runs";
        }

        return null;
    }
}
