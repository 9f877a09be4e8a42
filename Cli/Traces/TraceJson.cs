using System;
using System.IO;
using System.Text.Json;
using XenDma.Specs.Traces.Checking;

namespace XenDma.Cli.Traces;

/// <summary>A checked trace as one line of JSON.</summary>
internal static class TraceJson
{
    internal static void Write(CheckedTrace done)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, done);
        using Stream output = Console.OpenStandardOutput();
        buffer.WriteByte((byte)'\n');
        buffer.WriteTo(output);
    }

    private static void Write(Utf8JsonWriter json, CheckedTrace done)
    {
        TraceReport report = done.Report;
        json.WriteStartObject();
        json.WriteString("file", done.File);
        json.WriteString("verdict", report.Verdict.ToString());
        json.WriteString("against", report.Options.AgainstSemantics ? "semantics" : "contract");
        json.WriteString("semantics", report.Options.Semantics?.Name);
        json.WriteBoolean("p2m", done.HasP2m);
        json.WriteBoolean("whole", done.IsWhole);
        json.WriteNumber("events", report.Notes.Events);
        json.WriteNumber("not_judged", report.NotJudged);
        json.WriteStartArray("notes");
        foreach (string note in report.Notes.Words()) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartObject("checks");
        foreach ((string check, CheckTally tally) in report.Checks)
        {
            json.WriteStartObject(check);
            json.WriteString("verdict", TraceReport.VerdictOf(tally).ToString());
            json.WriteNumber("judged", tally.Judged);
            json.WriteNumber("failed", tally.Failed);
            json.WriteNumber("explained", tally.Explained);
            json.WriteNumber("inconclusive", tally.Inconclusive);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (TraceFinding finding in report.Findings) Write(json, finding);
        json.WriteEndArray();
        json.WriteStartObject("alive");
        foreach ((string device, long count) in report.AliveAtEnd) json.WriteNumber(device, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TraceFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("check", finding.Check);
        json.WriteString("verdict", finding.Verdict == Specs.Harness.Verdict.Pass ? "Explained" : finding.Verdict.ToString());
        json.WriteNumber("line", finding.Line);
        json.WriteString("place", finding.Place);
        json.WriteString("device", finding.Device);
        json.WriteString("expected", finding.Expected);
        json.WriteString("actual", finding.Actual);
        if (finding.Defect is { } defect)
        {
            json.WriteStartObject("defect");
            json.WriteString("name", defect.Name);
            json.WriteString("releases", defect.Releases);
            json.WriteString("commits", defect.Commits);
            json.WriteEndObject();
        }

        if (finding.Reason is { } reason) json.WriteString("reason", reason);
        json.WriteEndObject();
    }
}
