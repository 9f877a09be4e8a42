using System;
using System.Collections.Generic;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Events of a text trace in the order in which they go out. Some wait: what a call did comes in lines of its own behind it, and an interrupt
/// may come between.</summary>
internal sealed class EventQueue
{
    /// <summary>How many lines what belongs to an operation may come behind it.</summary>
    internal const long Window = 1024;

    private readonly Queue<Waiting> _waiting = new();

    internal void Add(Waiting waiting) => _waiting.Enqueue(waiting);

    internal void Add(TraceEvent complete) => _waiting.Enqueue(new Waiting(complete));

    /// <summary>Gives what is complete, or has waited long enough.</summary>
    internal void Release(long line, Queue<TraceEvent> ready)
    {
        while (_waiting.TryPeek(out Waiting? first) && (!first.IsOpen || line - first.LastLine > Window))
        {
            first.Complete?.Invoke();
            first.IsOut = true;
            ready.Enqueue(_waiting.Dequeue().Event);
        }
    }

    internal void ReleaseAll(Queue<TraceEvent> ready) => Release(long.MaxValue, ready);

    /// <summary>An event that may still learn something.</summary>
    internal sealed class Waiting(TraceEvent read)
    {
        internal TraceEvent Event { get; } = read;

        /// <summary>Whether lines that belong to it may still come.</summary>
        internal bool IsOpen { get; set; }

        /// <summary>The last line that it learned from.</summary>
        internal long LastLine { get; set; } = read.Line;

        /// <summary>Puts what was collected into the event, when it goes out.</summary>
        internal Action? Complete { get; init; }

        /// <summary>Whether it went out.</summary>
        internal bool IsOut { get; set; }
    }
}
