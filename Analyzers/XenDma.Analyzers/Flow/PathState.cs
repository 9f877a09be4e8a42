using System.Collections.Generic;
using System.Collections.Immutable;

namespace XenDma.Analyzers.Flow;

/// <summary>All that one path knows at one point. Mutable, owned by the walker; <see cref="Clone"/> forks a path.</summary>
internal sealed class PathState
{
    private PathState(PathState other)
    {
        Memory = new Dictionary<Value, Value>(other.Memory);
        Facts = new Dictionary<Value, Fact>(other.Facts);
        Mappings = new Dictionary<Value, MappingState>(other.Mappings);
        Escaped = other.Escaped;
        Loops = other.Loops;
        Pending = other.Pending;
        Round = other.Round;
    }

    public PathState()
    {
        Memory = [];
        Facts = [];
        Mappings = [];
    }

    /// <summary>What each place holds; a place that is absent holds what it held when the method began.</summary>
    public Dictionary<Value, Value> Memory { get; }

    public Dictionary<Value, Fact> Facts { get; }

    /// <summary>By the mapping, or for a handle that came from elsewhere by its value.</summary>
    public Dictionary<Value, MappingState> Mappings { get; }

    /// <summary>Objects of this path that others hold now.</summary>
    public ImmutableHashSet<Value> Escaped { get; set; } = ImmutableHashSet<Value>.Empty;

    /// <summary>How often this path came back to a loop's head.</summary>
    public ImmutableSortedDictionary<int, int> Loops { get; set; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>What follows the finally blocks that this path is in, innermost first.</summary>
    public ImmutableStack<Continuation> Pending { get; set; } = ImmutableStack<Continuation>.Empty;

    /// <summary>Grows with each round of a loop and each call walked into.</summary>
    public int Round { get; set; }

    public PathState Clone() => new(this);

    /// <summary>Equal but for the round, which only has to grow.</summary>
    public bool SameAs(PathState other) =>
        Memory.Count == other.Memory.Count && Facts.Count == other.Facts.Count && Mappings.Count == other.Mappings.Count
        && Same(Mappings, other.Mappings) && Same(Memory, other.Memory) && Same(Facts, other.Facts) && SamePlace(other);

    /// <summary>Both stand at the same place in loops, finally blocks and ownership, so that they may become one.</summary>
    public bool SamePlace(PathState other)
    {
        if (Loops.Count != other.Loops.Count || Escaped.Count != other.Escaped.Count)
            return false;
        return SameLoops(other) && (ReferenceEquals(Escaped, other.Escaped) || Escaped.SetEquals(other.Escaped)) && SamePending(other);
    }

    private bool SameLoops(PathState other)
    {
        if (ReferenceEquals(Loops, other.Loops))
            return true;
        foreach (var pair in Loops)
        {
            if (!other.Loops.TryGetValue(pair.Key, out int count) || count != pair.Value)
                return false;
        }
        return true;
    }

    public static bool Same<T>(Dictionary<Value, T> a, Dictionary<Value, T> b)
    {
        if (a.Count != b.Count)
            return false;
        foreach (var pair in a)
        {
            if (!b.TryGetValue(pair.Key, out var value) || !EqualityComparer<T>.Default.Equals(pair.Value, value))
                return false;
        }
        return true;
    }

    private bool SamePending(PathState other)
    {
        var a = Pending;
        var b = other.Pending;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            if (!a.Peek().Equals(b.Peek()))
                return false;
            a = a.Pop();
            b = b.Pop();
        }
        return a.IsEmpty && b.IsEmpty;
    }
}
