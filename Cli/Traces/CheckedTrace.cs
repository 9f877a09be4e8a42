using System.Threading;
using XenDma.Cli.Output;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using XenDma.Specs.Traces.Reading;

namespace XenDma.Cli.Traces;

/// <summary>A trace that was checked.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Run">What lies beside it.</param>
/// <param name="HasP2m">Whether a P2M was given.</param>
/// <param name="Report">What was found.</param>
/// <param name="IsWhole">Whether all of it was read.</param>
internal sealed record CheckedTrace(string File, RecordedRun Run, bool HasP2m, TraceReport Report, bool IsWhole)
{
    internal static CheckedTrace Of(string file, TraceRequest request, CancellationToken cancellation)
    {
        RecordedRun run = RecordedRun.Find(file);
        FrameTable frames = request.Frames(run);
        CheckOptions options = request.Options(run);
        using TraceReader reader = TraceReader.Open(run.Trace);
        var checker = new TraceChecker(frames, options, reader.Notes);
        bool isWhole = true;
        foreach (TraceEvent read in reader.Read())
        {
            checker.Accept(read);
            if (reader.Notes.Events % 65_536 == 0) Terminal.Progress($"{file}: {reader.Notes.Events:N0} events");
            if (!cancellation.IsCancellationRequested) continue;
            isWhole = false;
            break;
        }

        checker.End();
        Terminal.EndProgress();
        return new CheckedTrace(file, run, frames.IsGiven, checker.Report, isWhole);
    }
}
