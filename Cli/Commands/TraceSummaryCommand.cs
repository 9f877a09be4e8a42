using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using XenDma.Cli.Output;
using XenDma.Cli.Traces;
using XenDma.Specs.Traces.Reading;
using XenDma.Specs.Traces.Summaries;

namespace XenDma.Cli.Commands;

/// <summary><c>xendma trace summary FILE</c>.</summary>
internal static class TraceSummaryCommand
{
    internal static Command Make()
    {
        Argument<string> file = new("FILE") { Description = "A trace, or a folder that holds one with what belongs to it." };
        Option<string?> p2m = TraceArguments.P2m();
        var html = new Option<string?>("--html") { Description = "Writes the same with pictures to a file that needs nothing else." };
        var command = new Command("summary", "Which device bounces and why, what the pool holds over time, how long mappings live.") { file, p2m, html };
        command.SetAction(parsed => Task.FromResult(Run(parsed.GetValue(file)!, new TraceRequest { P2m = parsed.GetValue(p2m) }, parsed.GetValue(html))));
        return command;
    }

    private static int Run(string file, TraceRequest request, string? html)
    {
        RecordedRun run = RecordedRun.Find(file);
        using TraceReader reader = TraceReader.Open(run.Trace);
        TraceSummary summary = TraceSummary.Of(reader, request.Frames(run));
        SummaryText.Write(file, run, summary);
        if (html is null) return ExitStatus.Held;
        try
        {
            File.WriteAllText(html, SummaryHtml.Of(file, run, summary), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--html {html}: cannot be written: {fault.Message}");
        }

        Terminal.Line($"written to {html}");
        return ExitStatus.Held;
    }
}
