using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>An immutable map by value: versions share what they have in common, and equal contents have one shape, so that
/// to compare two versions of one map costs no more than their difference.</summary>
internal sealed class PersistentMap<T>
    where T : class
{
    public static readonly PersistentMap<T> Empty = new(MapNode.Empty, 0, 0);

    private readonly MapNode _root;
    private readonly int _contents;

    private PersistentMap(MapNode root, int count, int contents)
    {
        _root = root;
        Count = count;
        _contents = contents;
    }

    public int Count { get; }

    public T? Find(Value key) => (T?)_root.Find(key)?.Value;

    public PersistentMap<T> Set(Value key, T value)
    {
        var before = _root.Find(key);
        if (before is not null && (ReferenceEquals(before.Value, value) || before.Value.Equals(value)))
            return this;
        var entry = new MapEntry(key, value);
        int contents = _contents + entry.Hash - (before?.Hash ?? 0);
        return new PersistentMap<T>(_root.Set(entry, 0), before is null ? Count + 1 : Count, contents);
    }

    public PersistentMap<T> Remove(Value key)
    {
        if (_root.Find(key) is not { } before)
            return this;
        return Count == 1 ? Empty : new PersistentMap<T>(_root.Remove(key, 0), Count - 1, _contents - before.Hash);
    }

    public bool SameAs(PersistentMap<T> other) =>
        ReferenceEquals(this, other) || (Count == other.Count && _contents == other._contents && _root.SameAs(other._root));

    /// <summary>The keys that only one of the two has, or that they hold different values for.</summary>
    public List<Value> Differences(PersistentMap<T> other)
    {
        var keys = new List<Value>();
        if (!ReferenceEquals(this, other))
            _root.AddDifferences(other._root, 0, keys);
        return keys;
    }

    public MapNode Root => _root;
}

/// <summary>One entry of a <see cref="PersistentMap{T}"/>.</summary>
internal sealed class MapEntry(Value key, object value)
{
    public Value Key { get; } = key;

    public object Value { get; } = value;

    public int Hash { get; } = unchecked((key.GetHashCode() * 31) ^ (value.GetHashCode() * (int)0x9E3779B1));
}
