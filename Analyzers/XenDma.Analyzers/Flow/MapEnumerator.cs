using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>Goes through a map as it was when this began. Puts nothing on the heap for a map of two levels, which most are.</summary>
internal struct MapEnumerator<T>
    where T : class
{
    private Stack<(object[] Slots, int Next)>? _further;
    private object[]? _outer;
    private int _outerNext;
    private object[] _slots;
    private int _next;

    public MapEnumerator(MapNode root)
    {
        _further = null;
        _outer = null;
        _outerNext = 0;
        _slots = root.Slots;
        _next = 0;
        Current = default;
    }

    public KeyValuePair<Value, T> Current { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_next == _slots.Length)
            {
                if (_outer is null)
                    return false;
                (_slots, _next) = (_outer, _outerNext);
                (_outer, _outerNext) = _further is { Count: > 0 } ? _further.Pop() : (null, 0);
                continue;
            }
            object slot = _slots[_next++];
            if (slot is MapEntry entry)
            {
                Current = new KeyValuePair<Value, T>(entry.Key, (T)entry.Value);
                return true;
            }
            if (_outer is not null)
                (_further ??= new()).Push((_outer, _outerNext));
            (_outer, _outerNext) = (_slots, _next);
            (_slots, _next) = (slot as MapNode)?.Slots is { } inner ? (inner, 0) : ((MapEntry[])slot, 0);
        }
    }
}
