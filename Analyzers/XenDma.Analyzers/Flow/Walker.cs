using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Walks all paths through one graph, lowest block first, so that paths that know the same become one before they go on.</summary>
internal sealed partial class Walker(FlowContext context, Frame frame)
{
    /// <summary>Paths that wait at one block; more are merged.</summary>
    private const int MaxPaths = 24;

    /// <summary>Rounds of a loop walked with exact values; one more is walked with the changed ones unknown.</summary>
    private const int ExactRounds = 2;

    private readonly SortedDictionary<int, List<PathState>> _waiting = [];
    private readonly List<Ending> _endings = [];

    public IReadOnlyList<Ending> Run(PathState entry)
    {
        Wait(frame.Graph.Blocks[0], entry);
        while (_waiting.Count > 0)
        {
            int ordinal = First();
            var paths = Merge.Bound(_waiting[ordinal], MaxPaths, frame.Graph.Blocks[ordinal]);
            _waiting.Remove(ordinal);
            foreach (var path in paths)
            {
                if (!context.Step())
                    return [];
                WalkBlock(frame.Graph.Blocks[ordinal], path);
            }
        }
        return _endings;
    }

    private int First()
    {
        foreach (int ordinal in _waiting.Keys)
            return ordinal;
        return 0;
    }

    private void Wait(BasicBlock block, PathState path)
    {
        if (block.Predecessors.Length > 1)
            Cleaner.Clean(path, frame, block.Ordinal);
        if (!_waiting.TryGetValue(block.Ordinal, out var paths))
            _waiting[block.Ordinal] = paths = [];
        foreach (var other in paths)
        {
            if (other.SameAs(path))
            {
                other.Round = System.Math.Max(other.Round, path.Round);
                return;
            }
        }
        paths.Add(path);
    }

    private void WalkBlock(BasicBlock block, PathState entry)
    {
        var paths = new List<PathState> { entry };
        bool catches = IsCaught(block.EnclosingRegion);
        foreach (var operation in block.Operations)
        {
            var next = new List<PathState>();
            foreach (var path in paths)
            {
                foreach (var (state, _) in Execute(operation, path, catches, block))
                    next.Add(state);
            }
            paths = next;
        }
        foreach (var path in paths)
            Leave(block, path, catches);
    }

    private void Leave(BasicBlock block, PathState path, bool catches)
    {
        if (block.BranchValue is null)
        {
            Follow(block, block.FallThroughSuccessor, path, null);
            return;
        }
        foreach (var (state, value) in Execute(block.BranchValue, path, catches, block))
        {
            if (block.ConditionKind == ControlFlowConditionKind.None)
            {
                Follow(block, block.FallThroughSuccessor, state, value);
                continue;
            }
            bool whenTaken = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            bool? known = Solver.Decide(state, value);
            var other = known is null ? state.Clone() : state;
            if (known != !whenTaken && Assumption.Assume(state, value, whenTaken))
                Follow(block, block.ConditionalSuccessor, state, null);
            if (known != whenTaken && Assumption.Assume(other, value, !whenTaken))
                Follow(block, block.FallThroughSuccessor, other, null);
        }
    }

    private List<(PathState State, Value Value)> Execute(IOperation operation, PathState path, bool catches, BasicBlock block)
    {
        var results = new List<(PathState, Value)>();
        if (!frame.Facts.HasCall(operation))
        {
            var before = catches ? path.Clone() : null;
            var simple = new Evaluator(context, frame, path, new ChoicePoints());
            results.Add((path, simple.Evaluate(operation)));
            if (before is not null && simple.CalledUnknown)
                Throw(block.EnclosingRegion, before, null, null);
            return results;
        }
        bool threw = false;
        var scripts = new Queue<ChoicePoints>();
        scripts.Enqueue(new ChoicePoints());
        while (scripts.Count > 0 && context.Step())
        {
            var script = scripts.Dequeue();
            var evaluator = new Evaluator(context, frame, path.Clone(), script);
            var value = evaluator.Evaluate(operation);
            if (!evaluator.IsDead)
                results.Add((evaluator.State, value));
            foreach (var alternative in script.Alternatives())
                scripts.Enqueue(alternative);
            threw |= evaluator.CalledUnknown;
        }
        if (threw && catches)
            Throw(block.EnclosingRegion, path.Clone(), null, null);
        return results;
    }
}
