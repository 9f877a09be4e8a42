using System;
using System.Collections.Generic;
using System.IO;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Reads scenarios: a file <c>.json</c> holds one, any other holds one a line; either may be compressed, which its first bytes
/// tell. One scenario is in memory at a time.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a file's scenarios as they are asked for.</summary>
    /// <param name="path">The file; <c>.json</c>, <c>.jsonl</c>, or these with <c>.gz</c>.</param>
    /// <exception cref="ScenarioException">The file cannot be used, met while enumerating; the message is one line with the file, the line,
    /// the key, and what was expected and found.</exception>
    public static IEnumerable<Scenario> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile(path);
    }

    /// <summary>Reads a stream's scenarios as they are asked for.</summary>
    /// <param name="stream">The bytes, compressed or not; it need not seek, and stays open.</param>
    /// <param name="name">The name in messages; its ending tells one scenario from one a line.</param>
    /// <exception cref="ScenarioException">The stream cannot be used, met while enumerating.</exception>
    public static IEnumerable<Scenario> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return ReadStream(stream, name);
    }

    private static IEnumerable<Scenario> ReadFile(string path)
    {
        using FileStream stream = InputFile.OpenRead(path);
        foreach (Scenario scenario in ReadStream(stream, path)) yield return scenario;
    }

    private static IEnumerable<Scenario> ReadStream(Stream stream, string name)
    {
        using var source = new GzipSource(stream, name);
        var lines = new LineReader(source, name);
        bool any = false;
        if (HoldsOne(name))
        {
            ReadOnlyMemory<byte> json = lines.ReadAll();
            any = !IsBlank(json.Span);
            if (any) yield return ScenarioParser.Parse(name, 1, json.Span);
        }
        else
        {
            while (lines.TryReadLine(out ReadOnlyMemory<byte> line))
            {
                if (IsBlank(line.Span)) continue;
                any = true;
                yield return ScenarioParser.Parse(name, lines.Line, line.Span);
            }
        }

        if (!any) throw new ScenarioException(name, 0, "expected a scenario, found an empty file");
    }

    private static bool HoldsOne(string name)
    {
        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return plain.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
