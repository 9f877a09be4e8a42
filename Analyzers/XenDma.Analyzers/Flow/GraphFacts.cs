using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>What is read off a graph once: its loops, and where each local is last mentioned.</summary>
internal sealed class GraphFacts
{
    private static readonly ConditionalWeakTable<ControlFlowGraph, GraphFacts> Known = new();
    private readonly Dictionary<int, int> _loopEnds = [];
    private readonly Dictionary<object, int> _lastMention = new(SymbolsByValue.Instance);
    private readonly List<(int Block, ISymbol Local)> _assigned = [];
    private readonly HashSet<object> _read = new(SymbolsByValue.Instance);
    private readonly HashSet<CaptureId> _writtenThrough = [];

    private readonly HashSet<ISymbol> _captured = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IOperation> _calls = [];
    private readonly bool[] _callsIn;
    private readonly HashSet<ISymbol>? _declared;
    private readonly ByBlock<object> _lastMentioned;
    private readonly ByBlock<ISymbol> _assignedIn;
    private readonly ControlFlowGraph _graph;

    private GraphFacts(ControlFlowGraph graph)
    {
        _graph = graph;
        _callsIn = new bool[graph.Blocks.Length];
        if (graph.Parent is not null)
            AddDeclared(graph.Root, _declared = new(SymbolEqualityComparer.Default));
        foreach (var block in graph.Blocks)
        {
            NoteBackEdge(block, block.ConditionalSuccessor);
            NoteBackEdge(block, block.FallThroughSuccessor);
            foreach (var operation in block.Operations)
                Note(block.Ordinal, operation);
            if (block.BranchValue is { } branch)
                Note(block.Ordinal, branch);
        }
        foreach (var local in graph.LocalFunctions)
            NoteCaptured(graph.GetLocalFunctionControlFlowGraph(local));
        CloseLoops();
        ExtendOverLoops();
        _lastMentioned = SortLastMentions();
        _assignedIn = new ByBlock<ISymbol>(_assigned);
    }

    public static GraphFacts Of(ControlFlowGraph graph) => Known.GetValue(graph, static g => new GraphFacts(g));

    public bool IsLoopHead(int block) => _loopEnds.ContainsKey(block);

    /// <summary>Whether nothing from <paramref name="block"/> on mentions the local or capture.</summary>
    public bool IsDead(object place, int block) => IsOwn(place) && _lastMention.TryGetValue(place, out int last) && last < block;

    /// <summary>The locals and captures that are mentioned for the last time in a block of this range.</summary>
    public IEnumerable<object> LastMentionedIn(int first, int end) => _lastMentioned.Between(first, end);

    /// <summary>Some lambda or local function mentions the variable.</summary>
    public bool IsCaptured(ISymbol variable) => _captured.Contains(variable);

    /// <summary>All variables that the graph and its lambdas mention.</summary>
    public IEnumerable<ISymbol> Variables
    {
        get
        {
            foreach (object place in _lastMention.Keys)
            {
                if (place is ISymbol symbol)
                    yield return symbol;
            }
            foreach (var captured in _captured)
                yield return captured;
        }
    }

    /// <summary>Evaluating the operation of that block may walk into a call.</summary>
    public bool HasCall(BasicBlock block, IOperation operation) => _callsIn[block.Ordinal] && _calls.Contains(operation);

    /// <summary>Whether the graph mentions the local or capture at all.</summary>
    public bool Mentions(object place) => _lastMention.ContainsKey(place);

    /// <summary>The variable is assigned, and nobody looks at it.</summary>
    public bool IsNeverRead(ISymbol variable) => !_read.Contains(variable) && !IsCaptured(variable);

    /// <summary>The capture stands for a place, not for a value.</summary>
    public bool IsPlace(CaptureId capture) => _writtenThrough.Contains(capture);

    /// <summary>A ref local, or a capture of a place.</summary>
    public bool MayStandForOther(object variable) => variable switch
    {
        ILocalSymbol local => local.RefKind != RefKind.None,
        IParameterSymbol parameter => parameter.RefKind != RefKind.None,
        CaptureId capture => IsPlace(capture),
        _ => true,
    };

    public IEnumerable<ISymbol> AssignedInLoop(int head) => _assignedIn.Between(head, _loopEnds[head] + 1);

    public bool IsAssignedInLoop(ISymbol local)
    {
        foreach (int head in _loopEnds.Keys)
        {
            foreach (var assigned in AssignedInLoop(head))
            {
                if (SymbolEqualityComparer.Default.Equals(assigned, local))
                    return true;
            }
        }
        return false;
    }

    public bool InLoop(int block, int head) => block >= head && _loopEnds.TryGetValue(head, out int end) && block <= end;

    /// <summary>No body around this one and none inside can mention it.</summary>
    private bool IsOwn(object place) => place is not ISymbol symbol || (!IsCaptured(symbol) && _declared?.Contains(symbol) != false);

    private static void AddDeclared(ControlFlowRegion region, HashSet<ISymbol> declared)
    {
        declared.UnionWith(region.Locals);
        foreach (var nested in region.NestedRegions)
            AddDeclared(nested, declared);
    }

    private ByBlock<object> SortLastMentions()
    {
        var own = new List<(int Block, object Place)>();
        foreach (var mention in _lastMention)
        {
            if (IsOwn(mention.Key))
                own.Add((mention.Value, mention.Key));
        }
        return new ByBlock<object>(own);
    }

    /// <summary>A loop ends with the last block that leads back to its head, or with the last finally block on that way.</summary>
    private void NoteBackEdge(BasicBlock block, ControlFlowBranch? branch)
    {
        if (branch?.Destination is not { } target || target.Ordinal > block.Ordinal)
            return;
        _loopEnds.TryGetValue(target.Ordinal, out int end);
        end = Math.Max(end, block.Ordinal);
        foreach (var region in branch.FinallyRegions)
            end = Math.Max(end, region.LastBlockOrdinal);
        _loopEnds[target.Ordinal] = end;
    }

    /// <summary>A loop holds all of each loop whose head is in it: the inner one's body may stand behind the way back to the outer head.</summary>
    private void CloseLoops()
    {
        var heads = new List<int>(_loopEnds.Keys);
        heads.Sort();
        for (int outer = heads.Count - 1; outer >= 0; outer--)
        {
            for (int inner = outer + 1; inner < heads.Count && heads[inner] <= _loopEnds[heads[outer]]; inner++)
                _loopEnds[heads[outer]] = Math.Max(_loopEnds[heads[outer]], _loopEnds[heads[inner]]);
        }
    }

    private void Note(int block, IOperation operation)
    {
        if (!NoteMentions(block, operation))
            return;
        _callsIn[block] = true;
        _calls.Add(operation);
    }

    private void NoteCaptured(ControlFlowGraph nested)
    {
        var facts = Of(nested);
        _captured.UnionWith(facts._captured);
        foreach (object place in facts._lastMention.Keys)
        {
            if (place is ISymbol symbol)
                _captured.Add(symbol);
        }
    }

    /// <summary>True when there is a call among them.</summary>
    private bool NoteMentions(int block, IOperation operation)
    {
        if (operation.Kind == OperationKind.FlowAnonymousFunction)
            NoteCaptured(_graph.GetAnonymousFunctionControlFlowGraph((IFlowAnonymousFunctionOperation)operation));
        object? place = operation.Kind switch
        {
            OperationKind.LocalReference => ((ILocalReferenceOperation)operation).Local,
            OperationKind.ParameterReference => ((IParameterReferenceOperation)operation).Parameter,
            OperationKind.FlowCaptureReference => ((IFlowCaptureReferenceOperation)operation).Id,
            OperationKind.FlowCapture => ((IFlowCaptureOperation)operation).Id,
            _ => null,
        };
        if (place is not null)
        {
            _lastMention[place] = block;
            if (place is ISymbol symbol && IsWrite(operation))
                _assigned.Add((block, symbol));
            else
                _read.Add(place);
            if (operation is IFlowCaptureReferenceOperation target && IsWrite(target))
                _writtenThrough.Add(target.Id);
        }
        bool calls = IsCall(operation);
        foreach (var child in operation.ChildOperations)
            calls |= NoteMentions(block, child);
        return calls;
    }

    /// <summary>A call that may be walked into, so that it can end in several ways.</summary>
    private static bool IsCall(IOperation operation) => operation.Kind switch
    {
        OperationKind.Invocation => IsWalkable(((IInvocationOperation)operation).TargetMethod),
        OperationKind.PropertyReference => ((IPropertyReferenceOperation)operation).Property.GetMethod is { IsAbstract: false } getter
            && getter.DeclaringSyntaxReferences.Length > 0,
        _ => false,
    };

    private static bool IsWalkable(IMethodSymbol method) => method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction
        || method.Name == "Dispose" || (!method.IsAbstract && method.DeclaringSyntaxReferences.Length > 0);

    private static bool IsWrite(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation argument => argument.Parameter is { RefKind: not RefKind.None },
        IDeclarationExpressionOperation or ITupleOperation => true,
        _ => false,
    };

    /// <summary>What a loop mentions stays mentioned until the loop ends.</summary>
    private void ExtendOverLoops()
    {
        bool changed = _loopEnds.Count > 0;
        for (int pass = 0; changed && pass < 8; pass++)
        {
            changed = false;
            foreach (object place in new List<object>(_lastMention.Keys))
            {
                int last = _lastMention[place];
                int extended = last;
                foreach (var loop in _loopEnds)
                {
                    if (loop.Key <= extended && loop.Value > extended)
                        extended = loop.Value;
                }
                changed |= extended != last;
                _lastMention[place] = extended;
            }
        }
    }

    /// <summary>Symbols by symbol equality, all else by its own.</summary>
    private sealed class SymbolsByValue : IEqualityComparer<object>
    {
        public static readonly SymbolsByValue Instance = new();

        public new bool Equals(object? x, object? y) =>
            x is ISymbol a && y is ISymbol b ? SymbolEqualityComparer.Default.Equals(a, b) : object.Equals(x, y);

        public int GetHashCode(object obj) =>
            obj is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : obj.GetHashCode();
    }
}
