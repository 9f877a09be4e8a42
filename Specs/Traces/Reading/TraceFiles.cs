using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The files around a trace, compressed or not.</summary>
internal static class TraceFiles
{
    /// <summary>The lines of a text file with their numbers, from 1.</summary>
    /// <exception cref="ScenarioException">It cannot be read.</exception>
    internal static IEnumerable<(string Line, long Number)> ReadLines(string path)
    {
        using FileStream stream = InputFile.OpenRead(path);
        using var source = new GzipSource(stream, path);
        var lines = new TraceLines(source);
        while (TryRead(lines, out string line)) yield return (line, lines.Line);
    }

    private static bool TryRead(TraceLines lines, out string line)
    {
        bool more = lines.TryRead(out ReadOnlySpan<byte> bytes);
        line = Encoding.UTF8.GetString(bytes);
        return more;
    }
}
