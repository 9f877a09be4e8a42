using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Finds what contradicts itself in a layout, by its runs alone: nothing here grows with the number of frames.</summary>
internal static class LayoutChecks
{
    private const string Identity = "the identity p2m";

    /// <summary>The first contradiction, or null.</summary>
    internal static PlacedFault? Fault(MachineLayout layout)
    {
        List<Run> guest = [], machine = [], free = [];
        AddFrames(guest, machine, "p2m", layout.Owned);
        AddFrames(guest, machine, "foreign", layout.Foreign);
        if (layout.Owned is null)
        {
            guest.Add(new Run("", 0, 0, layout.FrameCount));
            machine.Add(new Run("", 0, 0, layout.FrameCount));
        }

        for (int i = 0; i < layout.Free.Length; i++) free.Add(new Run("free", i, layout.Free[i].First, layout.Free[i].Count));
        int mapped = machine.Count;
        for (int i = 0; i < layout.Spare.Length; i++) machine.Add(new Run("spare", i, layout.Spare[i].First, layout.Spare[i].Count));
        string guestLimit = $"the guest has {layout.FrameCount} frames", machineLimit = "frame numbers have 52 bits";
        return Outside(guest, layout.FrameCount, "guest frame", guestLimit)
            ?? Outside(machine, PhysToMachine.MfnLimit, "machine frame", machineLimit)
            ?? Outside(free, layout.FrameCount, "guest frame", guestLimit)
            ?? TooManySpare(machine.Skip(mapped))
            ?? Overlap(guest, "guest frame")
            ?? Overlap(machine, "machine frame")
            ?? Overlap(free, "guest frame");
    }

    private static void AddFrames(List<Run> guest, List<Run> machine, string key, ImmutableArray<FrameRun>? runs)
    {
        for (int i = 0; i < (runs?.Length ?? 0); i++)
        {
            FrameRun run = runs!.Value[i];
            guest.Add(new Run(key, i, run.Pfn, run.Count));
            machine.Add(new Run(key, i, run.Mfn, run.Count));
        }
    }

    private static PlacedFault? Outside(List<Run> runs, ulong limit, string frame, string why)
    {
        foreach (Run run in runs)
        {
            if (run.Count == 0) return run.Fault("expected at least 1 frame, found 0");
            if (run.First >= limit || run.Count > limit - run.First) return run.Fault($"{run.Count} frames from {frame} {run.First} on: {why}");
        }

        return null;
    }

    private static PlacedFault? TooManySpare(IEnumerable<Run> runs)
    {
        ulong sum = 0;
        foreach (Run run in runs)
        {
            if (run.Count > ScenarioLimits.MaxSpareFrames - sum) return run.Fault($"expected at most {ScenarioLimits.MaxSpareFrames} spare frames in all");
            sum += run.Count;
        }

        return null;
    }

    private static PlacedFault? Overlap(List<Run> runs, string frame)
    {
        runs.Sort(static (a, b) => a.First.CompareTo(b.First));
        for (int i = 1; i < runs.Count; i++)
        {
            Run before = runs[i - 1], behind = runs[i];
            if (behind.First - before.First >= before.Count) continue;
            (Run named, Run other) = behind.IsAfter(before) ? (behind, before) : (before, behind);
            return named.Fault($"{frame} {behind.First} is in {other.Name} as well");
        }

        return null;
    }

    /// <summary>Frames of one kind, with the place that names them; no key stands for the identity.</summary>
    private readonly record struct Run(string Key, int Index, ulong First, ulong Count)
    {
        internal string Name => Key.Length == 0 ? Identity : $"{Key}[{Index}]";

        internal PlacedFault Fault(string message) => new(Key.Length == 0 ? ["machine"] : ["machine", Key, Index], message);

        internal bool IsAfter(Run other) => Rank != other.Rank ? Rank > other.Rank : Index > other.Index;

        private int Rank => Key switch { "" => 0, "p2m" => 1, "foreign" => 2, _ => 3 };
    }
}
