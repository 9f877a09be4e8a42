using System;

namespace XenDma.Analyzers.Flow;

/// <summary>How often a path came back to the heads of the loops that it is in. Immutable; loops are few, so an array serves.</summary>
internal sealed class LoopRounds
{
    public static readonly LoopRounds None = new([]);
    private readonly (int Head, int Rounds)[] _loops;

    private LoopRounds((int Head, int Rounds)[] loops) => _loops = loops;

    public bool IsEmpty => _loops.Length == 0;

    public int Of(int head)
    {
        foreach (var loop in _loops)
        {
            if (loop.Head == head)
                return loop.Rounds;
        }
        return 0;
    }

    /// <summary>Once more back at the head.</summary>
    public LoopRounds Repeat(int head)
    {
        int at = Array.FindIndex(_loops, loop => loop.Head == head);
        var loops = new (int Head, int Rounds)[at < 0 ? _loops.Length + 1 : _loops.Length];
        _loops.CopyTo(loops, 0);
        if (at < 0)
            loops[at = _loops.Length] = (head, 0);
        loops[at].Rounds++;
        Array.Sort(loops);
        return new LoopRounds(loops);
    }

    /// <summary>Without the loops that the block is not in.</summary>
    public LoopRounds In(int block, GraphFacts facts)
    {
        int inside = 0;
        foreach (var loop in _loops)
            inside += facts.InLoop(block, loop.Head) ? 1 : 0;
        if (inside == _loops.Length)
            return this;
        return inside == 0 ? None : new LoopRounds(Array.FindAll(_loops, loop => facts.InLoop(block, loop.Head)));
    }

    public bool SameAs(LoopRounds other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (_loops.Length != other._loops.Length)
            return false;
        for (int i = 0; i < _loops.Length; i++)
        {
            if (_loops[i] != other._loops[i])
                return false;
        }
        return true;
    }
}
