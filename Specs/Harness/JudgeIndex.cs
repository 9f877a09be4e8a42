using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Which invariants look at a step of each kind, so that a step costs the few that it concerns and not all there are.</summary>
internal sealed class JudgeIndex
{
    private readonly int[][] _before;
    private readonly int[][] _still;
    private readonly int[][] _moving;
    private readonly bool[] _seePool;

    internal JudgeIndex(IReadOnlyList<Invariant> invariants)
    {
        Invariants = invariants;
        _seePool = [.. invariants.Select(static invariant => (invariant.Needs & Capabilities.PoolInspection) != 0)];
        int kinds = BitOperations.TrailingZeroCount((int)StepKinds.MovesFrames);
        _before = [.. Enumerable.Range(0, kinds).Select(kind => Concerned((StepKinds)(1 << kind)).Where(place => invariants[place].LooksBefore).ToArray())];
        _still = [.. Enumerable.Range(0, kinds).Select(kind => Concerned((StepKinds)(1 << kind)))];
        _moving = [.. Enumerable.Range(0, kinds).Select(kind => Concerned((StepKinds)(1 << kind) | StepKinds.MovesFrames))];
    }

    /// <summary>The invariants, in the order in which they judge.</summary>
    internal IReadOnlyList<Invariant> Invariants { get; }

    /// <summary>The places of the invariants that look before a step, ascending.</summary>
    internal int[] Before(StepKinds kind) => _before[BitOperations.TrailingZeroCount((int)kind)];

    /// <summary>The places of the invariants that a step concerns, ascending.</summary>
    /// <param name="kind">The step's kind.</param>
    /// <param name="moved">Whether it moved frames.</param>
    internal int[] After(StepKinds kind, bool moved) => (moved ? _moving : _still)[BitOperations.TrailingZeroCount((int)kind)];

    /// <summary>Whether the invariant at a place must see the pool.</summary>
    internal bool SeesPool(int place) => _seePool[place];

    private int[] Concerned(StepKinds kinds) => [.. Enumerable.Range(0, Invariants.Count).Where(place => (Invariants[place].Concerns & kinds) != 0)];
}
