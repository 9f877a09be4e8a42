using System.Collections.Generic;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>Events in the order in which they took effect on the pool. A mapping that was interrupted after it had taken its slots ends behind the
/// interrupt's events; here it stands before them.</summary>
internal sealed class ReplayOrder
{
    private const int Window = 1024;

    private readonly LinkedList<TraceEvent> _waiting = [];

    /// <summary>Takes an event; gives the one that is due, or null.</summary>
    internal TraceEvent? Push(TraceEvent read)
    {
        LinkedListNode<TraceEvent>? before = null;
        if (read.Slots is { TakenBefore: >= 0 and var first })
        {
            for (LinkedListNode<TraceEvent>? node = _waiting.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Id >= first) before = node;
            }
        }

        if (before is null) _waiting.AddLast(read);
        else _waiting.AddBefore(before, read);
        return _waiting.Count > Window ? Pop() : null;
    }

    /// <summary>The next event, or null behind the last.</summary>
    internal TraceEvent? Pop()
    {
        if (_waiting.First is not { } first) return null;
        _waiting.RemoveFirst();
        return first.Value;
    }
}
