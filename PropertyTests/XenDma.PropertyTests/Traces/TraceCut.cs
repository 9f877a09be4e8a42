using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XenDma.PropertyTests.Tidy;
using XenDma.Specs.Traces;
using XenDma.Specs.Traces.Checking;
using XenDma.Specs.Traces.Reading;

namespace XenDma.PropertyTests.Traces;

/// <summary>The cuts of recorded traces beside the tests.</summary>
internal static class TraceCut
{
    /// <summary>All of them.</summary>
    internal static readonly string[] Names = ["xen-xdt", "xen-small", "boundary", "xen-smp2", "xen612", "native"];

    internal static string Folder(string name) => Path.Combine(Repository.Root, "PropertyTests", "XenDma.PropertyTests", "Traces", "Data", name);

    internal static string File(string name, string file) => Path.Combine(Folder(name), file);

    /// <summary>The events of a file.</summary>
    internal static List<TraceEvent> Read(string path, out TraceNotes notes)
    {
        using TraceReader reader = TraceReader.Open(path);
        List<TraceEvent> events = [.. reader.Read()];
        notes = reader.Notes;
        return events;
    }

    /// <summary>The events of a text.</summary>
    internal static List<TraceEvent> Parse(string text, out TraceNotes notes)
    {
        using var reader = new TraceReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text");
        List<TraceEvent> events = [.. reader.Read()];
        notes = reader.Notes;
        return events;
    }

    /// <summary>The lines of a file.</summary>
    internal static string[] Lines(string path) => [.. TraceFiles.ReadLines(path).Select(static line => line.Line)];

    /// <summary>What is known of a cut.</summary>
    internal static CheckOptions Options(string name)
    {
        RecordedRun run = RecordedRun.Find(Folder(name));
        return new CheckOptions { Semantics = run.Release, PoolStart = run.PoolStart, PoolEnd = run.PoolEnd };
    }

    internal static FrameTable Frames(string name) => System.IO.File.Exists(File(name, "p2m.before.csv.gz")) ? FrameTableReader.Read(File(name, "p2m.before.csv.gz")) : new FrameTable();

    /// <summary>Checks a text.</summary>
    internal static TraceReport Check(string text, FrameTable frames, CheckOptions options) => Check(Encoding.UTF8.GetBytes(text), frames, options);

    /// <summary>Checks bytes.</summary>
    internal static TraceReport Check(byte[] bytes, FrameTable frames, CheckOptions options)
    {
        using var reader = new TraceReader(new MemoryStream(bytes), "bytes");
        return TraceChecker.Check(reader, frames, options);
    }

    /// <summary>Checks a cut.</summary>
    internal static TraceReport Check(string name, string file, FrameTable frames, Func<CheckOptions, CheckOptions>? change = null)
    {
        using TraceReader reader = TraceReader.Open(File(name, file));
        CheckOptions options = Options(name);
        return TraceChecker.Check(reader, frames, change is null ? options : change(options));
    }

    /// <summary>The findings that no known defect explains, for messages.</summary>
    internal static string[] Failures(TraceReport report) =>
        [.. report.Findings.Where(static finding => finding.Verdict == XenDma.Specs.Harness.Verdict.Fail).Select(static finding => finding.ToString())];
}
