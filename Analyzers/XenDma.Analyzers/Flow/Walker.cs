using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Walks all paths through one graph, lowest block first, so that paths that know the same become one before they go on.</summary>
internal sealed partial class Walker(FlowContext context, Frame frame)
{
    /// <summary>Rounds of a loop walked with exact values; one more is walked with the changed ones unknown.</summary>
    private const int ExactRounds = 2;

    private readonly List<PathState>?[] _waiting = new List<PathState>?[frame.Graph.Blocks.Length];
    private readonly List<Ending> _endings = [];
    private int _lowest = frame.Graph.Blocks.Length;

    public IReadOnlyList<Ending> Run(PathState entry)
    {
        Wait(frame.Graph.Blocks[0], entry);
        while (_lowest < _waiting.Length)
        {
            int ordinal = _lowest++;
            if (_waiting[ordinal] is not { } waiting)
                continue;
            _waiting[ordinal] = null;
            foreach (var path in Merge.Bound(waiting, context.MaxPaths, frame.Graph.Blocks[ordinal]))
            {
                if (!context.Step())
                    return [];
                WalkBlock(frame.Graph.Blocks[ordinal], path);
            }
        }
        return _endings;
    }

    private void Wait(BasicBlock block, PathState path)
    {
        if (block.Predecessors.Length > 1)
            Cleaner.Clean(path, frame, block.Ordinal, context);
        _lowest = Math.Min(_lowest, block.Ordinal);
        if (_waiting[block.Ordinal] is not { } paths)
            _waiting[block.Ordinal] = paths = new List<PathState>(2);
        foreach (var other in paths)
        {
            if (other.SameAs(path))
            {
                other.Round = Math.Max(other.Round, path.Round);
                return;
            }
        }
        paths.Add(path);
    }

    private void WalkBlock(BasicBlock block, PathState entry)
    {
        bool catches = IsCaught(block.EnclosingRegion);
        int at = WalkSimple(block, entry, catches);
        if (at == block.Operations.Length)
        {
            Leave(block, entry, catches);
            return;
        }
        var paths = new List<PathState>(2) { entry };
        for (; at < block.Operations.Length; at++)
        {
            var next = new List<PathState>(paths.Count);
            foreach (var path in paths)
            {
                foreach (var (state, _) in Execute(block.Operations[at], path, catches, block))
                    next.Add(state);
            }
            paths = next;
        }
        foreach (var path in paths)
            Leave(block, path, catches);
    }

    /// <summary>Walks the operations up to the first that may go several ways; where that stands.</summary>
    private int WalkSimple(BasicBlock block, PathState path, bool catches)
    {
        int at = 0;
        while (at < block.Operations.Length && !frame.Facts.HasCall(block, block.Operations[at]))
            ExecuteSimple(block.Operations[at++], path, catches, block);
        return at;
    }

    private void Leave(BasicBlock block, PathState path, bool catches)
    {
        if (block.BranchValue is null)
            Follow(block, block.FallThroughSuccessor, path, null);
        else if (!frame.Facts.HasCall(block, block.BranchValue))
            Branch(block, path, ExecuteSimple(block.BranchValue, path, catches, block));
        else
        {
            foreach (var (state, value) in Execute(block.BranchValue, path, catches, block))
                Branch(block, state, value);
        }
    }

    private void Branch(BasicBlock block, PathState state, Value value)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            Follow(block, block.FallThroughSuccessor, state, value);
            return;
        }
        bool whenTaken = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        bool? known = Solver.Decide(state, value);
        var other = known is null ? state.Clone() : state;
        if (known != !whenTaken && Assumption.Assume(state, value, whenTaken))
            Follow(block, block.ConditionalSuccessor, state, null);
        if (known != whenTaken && Assumption.Assume(other, value, !whenTaken))
            Follow(block, block.FallThroughSuccessor, other, null);
    }

    /// <summary>Evaluates in place what can go one way only.</summary>
    private Value ExecuteSimple(IOperation operation, PathState path, bool catches, BasicBlock block)
    {
        context.Poll();
        var before = catches ? path.Clone() : null;
        var evaluator = new Evaluator(context, frame, path);
        var value = evaluator.Evaluate(operation);
        if (evaluator.ThrownWait is { } wait)
            ThrowLate(wait, path, block);
        if (before is not null && evaluator.CalledUnknown)
            Throw(block.EnclosingRegion, Thrown(before, [(path, value)]), null, null);
        return value;
    }

    private List<(PathState State, Value Value)> Execute(IOperation operation, PathState path, bool catches, BasicBlock block)
    {
        var results = new List<(PathState, Value)>(1);
        if (!frame.Facts.HasCall(block, operation))
        {
            results.Add((path, ExecuteSimple(operation, path, catches, block)));
            return results;
        }
        bool threw = false;
        Queue<ChoicePoints>? further = null;
        for (var script = new ChoicePoints(); script is not null && context.Step(); script = further is { Count: > 0 } ? further.Dequeue() : null)
        {
            var evaluator = new Evaluator(context, frame, path.Clone(), script);
            var value = evaluator.Evaluate(operation);
            if (evaluator.ThrownWait is { } wait)
                ThrowLate(wait, evaluator.State, block);
            if (!evaluator.IsDead)
                results.Add((evaluator.State, value));
            foreach (var alternative in script.Alternatives())
                (further ??= new()).Enqueue(alternative);
            threw |= evaluator.CalledUnknown;
        }
        if (threw && catches)
            Throw(block.EnclosingRegion, Thrown(path.Clone(), results), null, null);
        return results;
    }

    /// <summary>A device that is late is told by an exception: that one counts, whether somebody catches it here or not.</summary>
    private void ThrowLate(Value wait, PathState path, BasicBlock block)
    {
        var late = path.Clone();
        Waits.Answer(late, Waits.Asked(wait), isDone: false);
        Throw(block.EnclosingRegion, late, null, null, isLate: true);
        Waits.Settle(path);
    }

    /// <summary>Nobody knows how far a call came that throws: what it was to release may be released, the device that it was to stop may stand.</summary>
    private static PathState Thrown(PathState path, List<(PathState State, Value Value)> results)
    {
        bool settles = Waits.Failed(path) is not null;
        foreach (var (state, _) in results)
        {
            foreach (var mapping in path.Mappings.Keys)
            {
                if (path.Mappings[mapping].MustRelease && state.Mappings.TryGetValue(mapping, out var after) && after.Life == Life.Released)
                    path.Mappings[mapping] = MappingState.Silenced;
            }
            settles &= Waits.Failed(state) is null;
        }
        if (settles && results.Count > 0)
            Waits.Settle(path);
        return path;
    }
}
