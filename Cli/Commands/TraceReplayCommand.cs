using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using XenDma.Bouncing;
using XenDma.Cli.Output;
using XenDma.Cli.Traces;
using XenDma.Specs.Harness;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Replaying;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma trace replay FILE...</c>.</summary>
internal static class TraceReplayCommand
{
    private const int MaxShown = 20;

    internal static Command Make()
    {
        Argument<string[]> files = TraceArguments.Files();
        Option<string?> p2m = TraceArguments.P2m();
        Option<string?> semantics = TraceArguments.Release();
        Option<string?> pool = TraceArguments.Pool();
        var areas = new Option<int?>("--areas") { Description = "The pool's areas, one for each CPU; without it what dmesg.txt beside the trace says, or 1." };
        var native = new Option<bool>("--native") { Description = "Bare metal recorded; without it what dmesg.txt beside the trace says." };
        var command = new Command("replay", "Replays traces on the model: decisions, slots and contents equal the kernel's.") { files, p2m, semantics, pool, areas, native };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetValue(files)!,
            new TraceRequest
            {
                P2m = parsed.GetValue(p2m),
                Release = TraceArguments.FindRelease(parsed.GetValue(semantics)),
                Pool = TraceArguments.FindPool(parsed.GetValue(pool)),
            },
            parsed.GetValue(areas),
            parsed.GetValue(native),
            cancellation)));
        return command;
    }

    private static int Run(string[] files, TraceRequest request, int? areas, bool native, CancellationToken cancellation)
    {
        Table table = Terminal.Table("trace", "decisions", "addresses", "slots", "contents", "in use", "explained", "verdict");
        bool held = true;
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            Terminal.Progress(file);
            RecordedRun run = RecordedRun.Find(file);
            FrameTable frames = request.Frames(run);
            using TraceReader reader = TraceReader.Open(run.Trace);
            ReplayReport report = TraceReplay.Run(reader, frames, Options(file, request, run, areas, native || (!frames.IsGiven && run.IsXen != true)));
            Terminal.EndProgress();
            held &= report.Verdict is not Verdict.Fail;
            table.AddRow(
                new Text(file), new Text(Of(report.Decisions)), new Text(Of(report.Addresses)), new Text(Of(report.Slots)), new Text(Of(report.Contents)),
                new Text(Of(report.InUse)), new Text(Number(report.Explained.Values.Sum())), new Text(report.Verdict.ToString()));
            foreach ((_, string difference) in report.Differences.Take(MaxShown)) Terminal.Line($"{file}: FAIL {difference}");
            if (report.Differences.Count > MaxShown) Terminal.Line($"{file}: ... and {Number(report.Differences.Count - MaxShown)} more");
            foreach ((string reason, long count) in report.Explained) Terminal.Line($"{file}: {Number(count)} not judged, or explained: {reason}");
            foreach (string note in report.Notes.Words()) Terminal.Line($"{file}: note: {note}");
        }

        Terminal.Console.Write(table);
        return held ? ExitStatus.Held : ExitStatus.DidNotHold;
    }

    private static ReplayOptions Options(string file, TraceRequest request, RecordedRun run, int? areas, bool native)
    {
        Semantics release = request.Release ?? run.Release ?? throw new UsageException($"{file}: a replay needs to know the release that recorded: --semantics");
        ulong? start = request.Pool?.Start ?? run.PoolStart, end = request.Pool?.End ?? run.PoolEnd;
        ulong slots = start is { } first && end is { } last ? (last - first) >> IoTlb.SlotShift
            : run.Slots ?? throw new UsageException($"{file}: a replay needs to know the pool: --pool START-END");
        return new ReplayOptions(release, native, start ?? FindPool(file, run), slots, areas ?? run.Areas ?? 1, run.SlotsInUse, run.MapHits, run.ProbeMisses);
    }

    private static ulong FindPool(string file, RecordedRun run)
    {
        using TraceReader reader = TraceReader.Open(run.Trace);
        return TraceReplay.FindPool(reader) ?? throw new UsageException($"{file}: no slot is taken in it, and no log tells where the pool lies: --pool START-END");
    }

    private static string Of(ReplayCount count) => count.Judged == 0 ? "-"
        : count.Different == 0 && count.Explained == 0 ? $"{Number(count.Judged)} equal"
        : $"{Number(count.Equal)} of {Number(count.Judged)}" + (count.Explained > 0 ? $", {Number(count.Explained)} explained" : "");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
