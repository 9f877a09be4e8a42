using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Harness;
using XenDma.Specs.Traces.Checking;

namespace XenDma.Cli.Traces;

/// <summary>A checked trace as text.</summary>
internal static class TraceText
{
    internal static void Write(CheckedTrace done, int limit)
    {
        TraceReport report = done.Report;
        Terminal.Line($"{done.File}: {Head(done)}");
        foreach (string note in report.Notes.Words()) Terminal.Line($"  note: {note}");
        if (!done.IsWhole) Terminal.Line("  stopped early: the rest was not read");
        Table table = Terminal.Table("check", "what", "judged", "failed", "explained", "inconclusive", "verdict");
        foreach ((string check, CheckTally tally) in report.Checks)
        {
            table.AddRow(
                new Text(check),
                new Text(TraceReport.WordsOf(check)),
                new Text(Number(tally.Judged)),
                new Text(Number(tally.Failed)),
                new Text(Number(tally.Explained)),
                new Text(Number(tally.Inconclusive)),
                new Text(TraceReport.VerdictOf(tally).ToString()));
        }

        Terminal.Console.Write(table);
        WriteFindings(report, limit);
        if (report.AliveAtEnd.Count > 0)
        {
            IEnumerable<string> alive = report.AliveAtEnd.Select(static left => $"{left.Key} {Number(left.Value)}");
            Terminal.Line($"  still mapped at the end: {string.Join(", ", alive)}");
        }

        if (report.NotJudged > 0) Terminal.Line($"  {Number(report.NotJudged)} events could not be judged in every respect: the trace does not tell enough of them");
        Terminal.Line($"{done.File}: {report.Verdict}{Why(report)}");
    }

    private static void WriteFindings(TraceReport report, int limit)
    {
        foreach (IGrouping<string, TraceFinding> group in report.Findings.GroupBy(static finding => finding.Check).OrderBy(static group => group.Key, System.StringComparer.Ordinal))
        {
            foreach (TraceFinding finding in group.OrderBy(static finding => Rank(finding.Verdict)).ThenBy(static finding => finding.Line).Take(limit))
                Terminal.Line($"  {Word(finding.Verdict)} {finding}");
            CheckTally tally = report.Checks[group.Key];
            long more = tally.Failed + tally.Explained + tally.Inconclusive - System.Math.Min(limit, group.Count());
            if (more > 0) Terminal.Line($"  ... and {Number(more)} more of {group.Key}");
        }
    }

    private static int Rank(Verdict verdict) => verdict == Verdict.Fail ? 0 : verdict == Verdict.Inconclusive ? 1 : 2;

    private static string Word(Verdict verdict) => verdict switch { Verdict.Fail => "FAIL", Verdict.Pass => "known", _ => "open" };

    private static string Head(CheckedTrace done)
    {
        CheckOptions options = done.Report.Options;
        string release = options.Semantics is { } known ? $"Linux {known.Name}" : done.Run.KernelVersion is { } version ? $"Linux {version}, of which nothing is known" : "kernel not known";
        string p2m = done.HasP2m ? "P2M given" : "P2M inferred";
        return $"{Number(done.Report.Notes.Events)} events, {release}, {p2m}, against {(options.AgainstSemantics ? "its semantics" : "the contract")}";
    }

    private static string Why(TraceReport report)
    {
        long failed = report.Checks.Values.Sum(static tally => tally.Failed), explained = report.Checks.Values.Sum(static tally => tally.Explained);
        long open = report.Checks.Values.Sum(static tally => tally.Inconclusive), judged = report.Checks.Values.Sum(static tally => tally.Judged);
        return $": {Number(judged)} judgements, {Number(failed)} failed ({Number(report.Unexplained)} of them by no known defect), {Number(explained)} explained, {Number(open)} inconclusive";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
