using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Reads scenarios: a file <c>.json</c> holds one, any other holds one a line; gzip is told by its first bytes. One scenario is in
/// memory at a time.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a file's scenarios as they are asked for.</summary>
    /// <exception cref="ScenarioException">The file cannot be used; the message is one line with the file, the line and the key.</exception>
    public static IEnumerable<Scenario> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using Stream stream = Open(path);
        foreach (Scenario scenario in Read(stream, path)) yield return scenario;
    }

    /// <summary>Reads a stream's scenarios as they are asked for.</summary>
    /// <param name="stream">The bytes, compressed or not; it must be able to seek back over its first two.</param>
    /// <param name="name">The name in messages; its ending tells one scenario from one a line.</param>
    /// <exception cref="ScenarioException">The stream cannot be used.</exception>
    public static IEnumerable<Scenario> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using var lines = new LineReader(Decompressed(stream), name);
        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        if (plain.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            yield return ScenarioParser.Parse(name, 1, lines.ReadAll());
            yield break;
        }

        bool any = false;
        while (lines.TryReadLine(out ReadOnlyMemory<byte> line, out long number))
        {
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0) continue;
            any = true;
            yield return ScenarioParser.Parse(name, number, line.Span);
        }

        if (!any) throw new ScenarioException(name, 0, "no scenario in the file");
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException(path, 0, fault is FileNotFoundException or DirectoryNotFoundException ? "no such file" : fault.Message.ReplaceLineEndings(" "));
        }
    }

    private static Stream Decompressed(Stream stream)
    {
        int first = stream.ReadByte(), second = stream.ReadByte();
        stream.Seek(-(first < 0 ? 0 : second < 0 ? 1 : 2), SeekOrigin.Current);
        return first == 0x1f && second == 0x8b ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
    }
}
