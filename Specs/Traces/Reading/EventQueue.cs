using System.Collections.Generic;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Events of a text trace in the order in which they go out. Some wait: what a call did comes in lines of its own behind it, and an interrupt
/// may come between.</summary>
internal sealed class EventQueue
{
    /// <summary>How many lines what belongs to an operation may come behind it.</summary>
    internal const long Window = 1024;

    /// <summary>How many lines one exchange may take: 2^13 frames, each taken and given.</summary>
    private const long MaxOpen = 1 << 14;

    private readonly Queue<Waiting> _waiting = new();

    internal void Add(Waiting waiting) => _waiting.Enqueue(waiting);

    internal void Add(TraceEvent complete) => _waiting.Enqueue(new Waiting(complete));

    /// <summary>Gives what is complete, or has waited long enough.</summary>
    internal void Release(long line, Queue<TraceEvent> ready)
    {
        while (_waiting.TryPeek(out Waiting? first) && (!first.IsOpen || line - first.Event.Line > (first.IsCollecting ? MaxOpen : Window)))
        {
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

        /// <summary>Whether it is known that lines are coming.</summary>
        internal bool IsCollecting { get; set; }

        /// <summary>Whether it went out.</summary>
        internal bool IsOut { get; set; }
    }
}
