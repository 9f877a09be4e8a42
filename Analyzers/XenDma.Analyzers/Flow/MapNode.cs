using System;
using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>A node of a <see cref="PersistentMap{T}"/>: up to 32 slots by five bits of the hash, those in use packed. A slot holds
/// an entry, a node, or below the last bits the entries of one hash. Not generic: type tests in shared generic code are slow.</summary>
internal sealed class MapNode(uint used, object[] slots)
{
    private const int Bits = 5;
    private const int LastShift = 30;
    public static readonly MapNode Empty = new(0, []);

    private readonly uint _used = used;
    private readonly object[] _slots = slots;

    public object[] Slots => _slots;

    public MapEntry? Find(Value key)
    {
        var node = this;
        int hash = key.GetHashCode();
        for (int shift = 0; ; shift += Bits)
        {
            uint bit = BitOf(hash, shift);
            if ((node._used & bit) == 0)
                return null;
            object slot = node._slots[node.IndexOf(bit)];
            if (slot is MapEntry entry)
                return entry.Key.Equals(key) ? entry : null;
            if (slot is MapEntry[] bucket)
                return FindInBucket(bucket, key);
            node = (MapNode)slot;
        }
    }

    public MapNode Set(MapEntry entry, int shift)
    {
        uint bit = BitOf(entry.Key.GetHashCode(), shift);
        int index = IndexOf(bit);
        if ((_used & bit) == 0)
            return new MapNode(_used | bit, Inserted(index, entry));
        return new MapNode(_used, Replaced(index, _slots[index] switch
        {
            MapEntry other when other.Key.Equals(entry.Key) => entry,
            MapEntry other when shift >= LastShift => new[] { other, entry },
            MapEntry other => Empty.Set(other, shift + Bits).Set(entry, shift + Bits),
            MapEntry[] bucket => SetInBucket(bucket, entry),
            var node => ((MapNode)node).Set(entry, shift + Bits),
        }));
    }

    /// <summary>Without a key that is there. A node that is left with one entry gives way to it, so that equal contents have one shape.</summary>
    public MapNode Remove(Value key, int shift)
    {
        uint bit = BitOf(key.GetHashCode(), shift);
        int index = IndexOf(bit);
        object? left = _slots[index] switch
        {
            MapEntry => null,
            MapEntry[] bucket when bucket.Length == 2 => bucket[0].Key.Equals(key) ? bucket[1] : bucket[0],
            MapEntry[] bucket => RemoveFromBucket(bucket, key),
            var node => ((MapNode)node).Remove(key, shift + Bits).OrOnlyEntry(),
        };
        return left is null ? new MapNode(_used & ~bit, Without(index)) : new MapNode(_used, Replaced(index, left));
    }

    public bool SameAs(MapNode other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (_used != other._used)
            return false;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (!ReferenceEquals(_slots[i], other._slots[i]) && !SameSlot(_slots[i], other._slots[i]))
                return false;
        }
        return true;
    }

    public void AddDifferences(MapNode other, int shift, List<Value> keys)
    {
        for (int place = 0; place < 1 << Bits; place++)
        {
            object? a = Slot(1u << place);
            object? b = other.Slot(1u << place);
            if (ReferenceEquals(a, b))
                continue;
            if (a is MapEntry one && b is MapEntry two && one.Key.Equals(two.Key))
            {
                if (!one.Value.Equals(two.Value))
                    keys.Add(one.Key);
            }
            else if (a is MapNode x && b is MapNode y)
                x.AddDifferences(y, shift + Bits, keys);
            else
                AddDifferences(a, b, keys);
        }
    }

    private static void CopyTo(object? slot, List<MapEntry> entries)
    {
        if (slot is MapEntry entry)
            entries.Add(entry);
        else if (slot is MapEntry[] bucket)
            entries.AddRange(bucket);
        else if (slot is MapNode node)
        {
            foreach (object inner in node._slots)
                CopyTo(inner, entries);
        }
    }

    private static void AddDifferences(object? a, object? b, List<Value> keys)
    {
        var left = new List<MapEntry>();
        var right = new List<MapEntry>();
        CopyTo(a, left);
        CopyTo(b, right);
        foreach (var entry in left)
        {
            if (Find(right, entry.Key) is not { } other || !other.Value.Equals(entry.Value))
                keys.Add(entry.Key);
        }
        foreach (var entry in right)
        {
            if (Find(left, entry.Key) is null)
                keys.Add(entry.Key);
        }
    }

    private static MapEntry? Find(List<MapEntry> entries, Value key)
    {
        foreach (var entry in entries)
        {
            if (entry.Key.Equals(key))
                return entry;
        }
        return null;
    }

    private static bool SameSlot(object a, object b) => (a, b) switch
    {
        (MapEntry x, MapEntry y) => x.Hash == y.Hash && x.Key.Equals(y.Key) && x.Value.Equals(y.Value),
        (MapNode x, MapNode y) => x.SameAs(y),
        (MapEntry[] x, MapEntry[] y) => x.Length == y.Length && Array.TrueForAll(x, one => Array.Exists(y, two => SameSlot(one, two))),
        _ => false,
    };

    private static MapEntry[] SetInBucket(MapEntry[] bucket, MapEntry entry)
    {
        int known = Array.FindIndex(bucket, one => one.Key.Equals(entry.Key));
        var changed = new MapEntry[known < 0 ? bucket.Length + 1 : bucket.Length];
        bucket.CopyTo(changed, 0);
        changed[known < 0 ? bucket.Length : known] = entry;
        return changed;
    }

    // A lambda over the key would be allocated at each look-up.
    private static MapEntry? FindInBucket(MapEntry[] bucket, Value key) => Array.Find(bucket, one => one.Key.Equals(key));

    private static MapEntry[] RemoveFromBucket(MapEntry[] bucket, Value key) => Array.FindAll(bucket, one => !one.Key.Equals(key));

    private object OrOnlyEntry() => _slots.Length == 1 && _slots[0] is MapEntry ? _slots[0] : this;

    private object? Slot(uint bit) => (_used & bit) == 0 ? null : _slots[IndexOf(bit)];

    private static uint BitOf(int hash, int shift) => 1u << (int)(((uint)hash >> shift) & ((1 << Bits) - 1));

    private int IndexOf(uint bit) => CountBits(_used & (bit - 1));

    private static int CountBits(uint bits)
    {
        bits -= (bits >> 1) & 0x55555555;
        bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
        return (int)((((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101) >> 24);
    }

    private object[] Inserted(int index, object slot)
    {
        object[] changed = new object[_slots.Length + 1];
        Array.Copy(_slots, changed, index);
        changed[index] = slot;
        Array.Copy(_slots, index, changed, index + 1, _slots.Length - index);
        return changed;
    }

    private object[] Replaced(int index, object slot)
    {
        object[] changed = new object[_slots.Length];
        Array.Copy(_slots, changed, changed.Length);
        changed[index] = slot;
        return changed;
    }

    private object[] Without(int index)
    {
        object[] changed = new object[_slots.Length - 1];
        Array.Copy(_slots, changed, index);
        Array.Copy(_slots, index + 1, changed, index, changed.Length - index);
        return changed;
    }
}
