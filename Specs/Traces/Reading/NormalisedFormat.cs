using System;
using System.Collections.Generic;
using System.Text.Json;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Normalised events: one JSON object an operation, in the order of completion.</summary>
internal sealed class NormalisedFormat(TraceNotes notes) : IEventFormat
{
    private readonly NormalisedEventParser _parser = new(notes);
    private bool _any;

    public void Take(ReadOnlySpan<byte> line, long number, Queue<TraceEvent> ready)
    {
        try
        {
            if (_parser.Parse(line) is not { } read) return;
            read.Line = number;
            if (read.IsHalf) notes.Halves++;
            if (!_any && read.Id is >= 0 and <= MaxFirstId) notes.IsFromStart = true;
            _any = true;
            ready.Enqueue(read);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // A line that is no event: cut, or damaged. It is counted, and whatever it told is missing.
            notes.CutLines++;
            ready.Enqueue(new TraceEvent { Op = TraceOp.Gap, Line = number, Lost = 1 });
        }
    }

    public void End(Queue<TraceEvent> ready)
    {
        // Nothing waits: a line is an event.
    }

    /// <summary>The first line is that of the operation that ended first: a few nested ones may have begun before it.</summary>
    private const long MaxFirstId = 16;
}
