using System;
using System.Collections.Generic;

namespace XenDma.Specs.Traces.Reading;

/// <summary>A format of traces: makes events from lines.</summary>
internal interface IEventFormat
{
    /// <summary>Takes a line; what became complete with it goes to <paramref name="ready"/>.</summary>
    void Take(ReadOnlySpan<byte> line, long number, Queue<TraceEvent> ready);

    /// <summary>The trace has ended.</summary>
    void End(Queue<TraceEvent> ready);
}
