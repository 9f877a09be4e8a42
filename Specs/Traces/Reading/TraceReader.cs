using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Reads a trace, event by event: the text of ftrace (<c>trace</c>, <c>trace_pipe</c>, <c>trace-cmd report</c>) or normalised events, one JSON
/// object a line; compressed or not. What the file is shows its first line.</summary>
public sealed class TraceReader : IDisposable
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly GzipSource _source;

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The bytes; is closed with the reader.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <exception cref="ScenarioException">The first bytes cannot be read.</exception>
    public TraceReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
        _stream = stream;
        _source = new GzipSource(stream, name);
    }

    /// <summary>What the trace did not tell; complete when all events were read.</summary>
    public TraceNotes Notes { get; } = new();

    /// <summary>Opens a file.</summary>
    /// <exception cref="ScenarioException">It cannot be opened.</exception>
    public static TraceReader Open(string path) => new(InputFile.OpenRead(path), path);

    /// <summary>The events in the order of their completion, as far as the format tells it. Can be read once.</summary>
    /// <exception cref="ScenarioException">The file cannot be read, or holds no trace.</exception>
    public IEnumerable<TraceEvent> Read()
    {
        IEventFormat? format = null;
        var lines = new TraceLines(_source);
        Queue<TraceEvent> ready = new();
        while (TryReadOn(lines, ref format, ready))
        {
            while (TryTake(ready, out TraceEvent? next)) yield return next;
        }

        format?.End(ready);
        while (TryTake(ready, out TraceEvent? next)) yield return next;
        Notes.CutLines += lines.TooLong;
        Notes.Lines = lines.Line;
        if (Notes.Events == 0)
            throw new ScenarioException(_name, 0, $"expected a trace, ftrace's text or normalised events; found no event in {lines.Line} lines");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _stream.Dispose();
    }

    /// <summary>A line that cannot be read is a gap, and no event.</summary>
    private bool TryTake(Queue<TraceEvent> ready, [NotNullWhen(true)] out TraceEvent? next)
    {
        if (!ready.TryDequeue(out next)) return false;
        if (next.Op != TraceOp.Gap) Notes.Events++;
        return true;
    }

    private bool TryReadOn(TraceLines lines, ref IEventFormat? format, Queue<TraceEvent> ready)
    {
        try
        {
            if (!lines.TryRead(out ReadOnlySpan<byte> line)) return false;
            if (line.IndexOfAnyExcept(" \t"u8) < 0) return true;
            format ??= line[0] == (byte)'{' ? new NormalisedFormat(Notes) : new FtraceFormat(Notes);
            format.Take(line, lines.Line, ready);
            return true;
        }
        catch (ScenarioException cut) when (format is not null)
        {
            Notes.EndsEarly = cut.Message;
            return false;
        }
    }
}
