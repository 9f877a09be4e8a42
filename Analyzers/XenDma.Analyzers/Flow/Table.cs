using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>One path's table: changes in place, and shares with the tables that it was copied from all that did not change since.
/// What is enumerated is the table as it was when that began.</summary>
internal sealed class Table<T>
    where T : class
{
    private PersistentMap<T> _map;

    public Table() => _map = PersistentMap<T>.Empty;

    public Table(Table<T> other) => _map = other._map;

    public int Count => _map.Count;

    /// <summary>The keys, as they are now.</summary>
    public List<Value> Keys
    {
        get
        {
            var keys = new List<Value>(Count);
            foreach (var pair in this)
                keys.Add(pair.Key);
            return keys;
        }
    }

    public T this[Value key]
    {
        get => _map.Find(key) ?? throw new KeyNotFoundException();
        set => _map = _map.Set(key, value);
    }

    public bool TryGetValue(Value key, out T value)
    {
        value = _map.Find(key)!;
        return value is not null;
    }

    public bool ContainsKey(Value key) => _map.Find(key) is not null;

    public void Remove(Value key) => _map = _map.Remove(key);

    public bool SameAs(Table<T> other) => _map.SameAs(other._map);

    /// <summary>The keys that only one of the two has, or that they hold different values for.</summary>
    public List<Value> Differences(Table<T> other) => _map.Differences(other._map);

    public MapEnumerator<T> GetEnumerator() => new(_map.Root);
}
