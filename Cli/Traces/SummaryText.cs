using System.Collections.Generic;
using System.Globalization;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Summaries;

namespace XenDma.Cli.Traces;

/// <summary>A summary as text.</summary>
internal static class SummaryText
{
    internal static void Write(string file, RecordedRun run, TraceSummary summary)
    {
        Terminal.Line($"{file}: {Number(summary.Notes.Events)} events in {summary.Duration / 1e6:F1} s, Linux {run.KernelVersion ?? "not known"}");
        foreach (string note in summary.Notes.Words()) Terminal.Line($"  note: {note}");
        Table table = Terminal.Table(
            "device", "driver", "maps", "direct", "bounced", "reach", "torn", "both", "forced", "failed", "MiB copied", "slots", "50 %", "99 %", "alive");
        foreach (int whole in (int[])[0, 1]) table.Columns[whole].NoWrap = true;
        foreach ((string name, DeviceSummary device) in summary.Devices)
        {
            table.AddRow(
                new Text(name), new Text(run.Drivers.GetValueOrDefault(name, "")), new Text(Number(device.Maps)), new Text(Number(device.Direct)),
                new Text(Number(device.Bounced)), Reason(device, BounceReason.OutOfReach), Reason(device, BounceReason.Torn), Reason(device, BounceReason.OutOfReachAndTorn),
                Reason(device, BounceReason.Forced), new Text(Number(device.Failed)), new Text(MiB(device.Copied)), new Text(Number((long)device.MostSlots)),
                new Text(Time(device.Lifetime(50))), new Text(Time(device.Lifetime(99))), new Text(Number(device.Alive)));
        }

        Terminal.Console.Write(table);
        Terminal.Line("reach, torn, both, forced: why it bounced; slots: the most held at once; 50 %, 99 %: of the mappings' lifetimes; alive: at the end");
        string size = PoolSlots(run) is { } slots ? $" of {Number((long)slots)}" : "";
        Terminal.Line($"pool: {Number((long)summary.MostSlots)}{size} slots in use at most, {Number((long)summary.SlotsInUse)} at the end; {Number(summary.Full)} times no run was free");
        Terminal.Line($"exchanges of frames with the hypervisor: {Number(summary.Exchanges)}");
    }

    private static Text Reason(DeviceSummary device, BounceReason reason) => new(device.BouncedFor(reason) is > 0 and var count ? Number(count) : "");

    internal static ulong? PoolSlots(RecordedRun run) =>
        run.PoolStart is { } start && run.PoolEnd is { } end ? (end - start) >> Bouncing.IoTlb.SlotShift : run.Slots;

    internal static string Why(DeviceSummary device)
    {
        List<string> reasons = [];
        Add(BounceReason.Forced, "forced");
        Add(BounceReason.OutOfReach, "out of reach");
        Add(BounceReason.Torn, "torn");
        Add(BounceReason.OutOfReachAndTorn, "out of reach and torn");
        Add(BounceReason.Unknown, "not told");
        return string.Join(", ", reasons);

        void Add(BounceReason reason, string words)
        {
            if (device.BouncedFor(reason) is > 0 and var count) reasons.Add($"{words} {Number(count)}");
        }
    }

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string MiB(ulong bytes) => (bytes / 1048576.0).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Microseconds in a unit that suits them.</summary>
    internal static string Time(long microseconds) => microseconds switch
    {
        0 => "-",
        < 10_000 => $"{microseconds} us",
        < 10_000_000 => $"{microseconds / 1000} ms",
        _ => $"{microseconds / 1_000_000} s",
    };
}
