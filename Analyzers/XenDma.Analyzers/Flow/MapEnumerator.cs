using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>Goes through a map as it was when this began. Puts nothing on the heap for a map of one node.</summary>
internal struct MapEnumerator<T>
    where T : class
{
    private Stack<(object[] Slots, int Next)>? _outer;
    private object[] _slots;
    private int _next;

    public MapEnumerator(MapNode root)
    {
        _outer = null;
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
                if (_outer is not { Count: > 0 })
                    return false;
                (_slots, _next) = _outer.Pop();
                continue;
            }
            object slot = _slots[_next++];
            if (slot is MapEntry entry)
            {
                Current = new KeyValuePair<Value, T>(entry.Key, (T)entry.Value);
                return true;
            }
            (_outer ??= new()).Push((_slots, _next));
            (_slots, _next) = (slot as MapNode)?.Slots is { } inner ? (inner, 0) : ((MapEntry[])slot, 0);
        }
    }
}
