using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios;
using XenDma.Translation;

namespace XenDma.Specs.Reports;

/// <summary>A scenario's machine in a few lines: what a reader needs to follow the calls.</summary>
public static class MachineText
{
    private const int MaxRuns = 6;

    /// <summary>The size and the pool; the first runs of the P2M; the devices.</summary>
    public static IEnumerable<string> LinesOf(ScenarioMachine machine)
    {
        System.ArgumentNullException.ThrowIfNull(machine);
        MachineLayout layout = machine.Layout;
        string platform = machine.Platform == Platform.XenPv ? "" : $"{machine.Platform}, ";
        string late = machine.Pool.Early ? "" : ", late", forced = machine.Pool.Force ? ", forced" : "";
        yield return $"{platform}{layout.FrameCount} guest frames, pool of {machine.Pool.Slabs} slabs{late}{forced}";
        if (layout.Owned is { } owned) yield return $"guest frames behind machine frames: {Runs(owned)}";
        if (layout.Foreign.Length > 0) yield return $"of other domains: {Runs(layout.Foreign)}";
        for (int i = 0; i < machine.Devices.Length; i++) yield return $"device {i}: {Of(machine.Devices[i])}";
    }

    private static string Runs(ImmutableArray<FrameRun> runs)
    {
        string shown = string.Join(", ", runs.Take(MaxRuns).Select(static run => $"0x{run.Pfn:x}+{run.Count} at 0x{run.Mfn:x}"));
        return runs.Length > MaxRuns ? $"{shown}, ... ({runs.Length} runs)" : shown;
    }

    private static string Of(DeviceTraits device)
    {
        List<string> traits = [$"mask 0x{device.DmaMask:x}", device.CoherentDmaMask == 0 ? "no coherent mask" : $"coherent mask 0x{device.CoherentDmaMask:x}"];
        if (device.SegmentBoundaryMask != 0) traits.Add($"boundary mask 0x{device.SegmentBoundaryMask:x}");
        if (device.MinAlignMask != 0) traits.Add($"keeps the address bits 0x{device.MinAlignMask:x}");
        if (!device.IsCoherent) traits.Add("does not snoop");
        return string.Join(", ", traits);
    }
}
