using System.Collections.Immutable;

namespace XenDma.Analyzers.Flow;

/// <summary>All that one path knows at one point. Mutable, owned by the walker; <see cref="Clone"/> forks a path.</summary>
internal sealed class PathState
{
    private PathState(PathState other)
    {
        Memory = new(other.Memory);
        Facts = new(other.Facts);
        Mappings = new(other.Mappings);
        Custodies = new(other.Custodies);
        Escaped = other.Escaped;
        Loops = other.Loops;
        Pending = other.Pending;
        Round = other.Round;
        ForgottenUpTo = other.ForgottenUpTo;
        SizeWhenSwept = other.SizeWhenSwept;
    }

    public PathState()
    {
        Memory = new();
        Facts = new();
        Mappings = new();
        Custodies = new();
    }

    /// <summary>What each place holds; a place that is absent holds what it held when the method began.</summary>
    public Places Memory { get; }

    public Table<Fact> Facts { get; }

    /// <summary>By the mapping, or for a handle that came from elsewhere by its value.</summary>
    public Table<MappingState> Mappings { get; }

    /// <summary>Whose the memory of each streaming mapping is; those that are not here nothing is known of.</summary>
    public Table<Custody> Custodies { get; }

    /// <summary>Objects of this path that others hold now.</summary>
    public ImmutableHashSet<Value> Escaped { get; set; } = ImmutableHashSet<Value>.Empty;

    /// <summary>How often this path came back to a loop's head.</summary>
    public LoopRounds Loops { get; set; } = LoopRounds.None;

    /// <summary>What follows the finally blocks that this path is in, innermost first.</summary>
    public ImmutableStack<Continuation> Pending { get; set; } = ImmutableStack<Continuation>.Empty;

    /// <summary>Grows with each round of a loop and each call walked into.</summary>
    public int Round { get; set; }

    /// <summary>The block of the walked body before which variables that nobody mentions again were taken out.</summary>
    public int ForgottenUpTo { get; set; }

    /// <summary>How much the path knew when what it does not need was last taken out.</summary>
    public int SizeWhenSwept { get; set; }

    public int Size => Memory.Count + Facts.Count + Mappings.Count + Custodies.Count;

    public PathState Clone() => new(this);

    /// <summary>Equal but for the round, which only has to grow.</summary>
    public bool SameAs(PathState other) =>
        Mappings.SameAs(other.Mappings) && Custodies.SameAs(other.Custodies) && Memory.SameAs(other.Memory) && Facts.SameAs(other.Facts) && SamePlace(other);

    /// <summary>Both stand at the same place in loops, finally blocks and ownership, so that they may become one.</summary>
    public bool SamePlace(PathState other)
    {
        if (Escaped.Count != other.Escaped.Count || !Loops.SameAs(other.Loops))
            return false;
        return (ReferenceEquals(Escaped, other.Escaped) || Escaped.SetEquals(other.Escaped)) && SamePending(other);
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
