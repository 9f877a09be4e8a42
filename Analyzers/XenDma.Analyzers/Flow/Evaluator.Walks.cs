using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private const int MaxEndings = 4;

    /// <summary>The path ended inside a call: every way through it throws.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Walks into a method of this compilation; null when it cannot be followed.</summary>
    private Value? Walk(IOperation call, IMethodSymbol method, Value? receiver, List<Passed> passed)
    {
        var definition = method.OriginalDefinition;
        if (method.MethodKind == MethodKind.LocalFunction)
            return LocalFunctionGraph(definition) is { } local
                ? WalkGraph(call, local, definition, _frame.Receiver, passed, isNested: true) : null;
        bool open = !method.ContainingType.IsSealed && !method.IsSealed && receiver?.Kind != ValueKind.Object;
        bool overridable = method.IsAbstract || method.IsExtern || (open && (method.IsVirtual || method.IsOverride));
        if (overridable || definition.DeclaringSyntaxReferences.Length != 1 || !IsWorthIt(definition, receiver, passed))
            return null;
        return _context.Graph(definition) is { } graph
            ? WalkGraph(call, graph, definition, receiver ?? Value.This, passed, isNested: false) : null;
    }

    private Value? WalkFunction(IInvocationOperation call, FunctionBody function, Value value, List<Passed> passed)
    {
        if (function.Lambda is not { } lambda)
            return Walk(call, function.Method, value.Args.Length > 0 && !value.Args[0].IsNull ? value.Args[0] : null, passed);
        var graph = function.DefinedIn.Graph.GetAnonymousFunctionControlFlowGraphInScope(lambda);
        return WalkGraph(call, graph, function.Method, function.DefinedIn.Receiver, passed, isNested: true);
    }

    private ControlFlowGraph? LocalFunctionGraph(IMethodSymbol method)
    {
        for (var frame = _frame; frame is not null; frame = frame.Caller)
        {
            for (var graph = frame.Graph; graph is not null; graph = graph.Parent)
            {
                if (graph.LocalFunctions.Contains(method))
                    return graph.GetLocalFunctionControlFlowGraph(method);
            }
        }
        return null;
    }

    /// <summary>Only a callee that can touch a mapping of this path, hand one out, or answer a question is walked into.</summary>
    private bool IsWorthIt(IMethodSymbol method, Value? receiver, List<Passed> passed)
    {
        var traits = _context.Traits(method);
        if (!traits.HasBody || traits.IsIterator)
            return false;
        if (receiver is not null && Concerns(receiver))
            return true;
        foreach (var argument in passed)
        {
            if (Concerns(argument.Value) || argument.Value.Kind == ValueKind.Function)
                return true;
        }
        if (!_context.TouchesDma(method))
            return traits.IsSmall && (!method.ReturnsVoid || passed.Exists(argument => TellsAnswer(argument.Value)));
        return traits.MapsForCaller || Signatures.CanHandOut(method) || ((traits.Releases || traits.Syncs) && KeepsMappingIn(traits.Mentions))
            || (State.Custodies.Count > 0 && _context.Drives(method));
    }

    private bool Concerns(Value value)
    {
        if (Mentioned(value).Count > 0 || IsMappedList(value) || IsTracked(value) || Trust.Unbounded(State, value) is not null)
            return true;
        return value.Kind == ValueKind.Object && Contents(value).Exists(content => Mentioned(content).Count > 0);
    }

    private bool KeepsMappingIn(HashSet<ISymbol> members)
    {
        foreach (var pair in State.Memory.Heap)
        {
            if (pair.Key.Kind == ValueKind.Member && members.Contains(pair.Key.Symbol!) && Mentioned(pair.Value).Count > 0)
                return true;
        }
        return false;
    }

    private Value? WalkGraph(
        IOperation call, ControlFlowGraph graph, IMethodSymbol method, Value receiver, List<Passed> passed, bool isNested)
    {
        CalledUnknown = true;
        _choices ??= new ChoicePoints();
        var endings = _choices.Scripted;
        if (endings is null)
        {
            if (_context.IsLarge || _frame.Depth >= _context.Options.MaxCallDepth || _frame.IsActive(method))
                return GiveUpOn(method, isNested, passed);
            var frame = new Frame(graph, method, _frame, call) { Receiver = receiver, IsNested = isNested, Nesting = _depth };
            _context.Walked.Add(method);
            endings = Endings(frame, passed);
        }
        if (endings.Count == 0)
        {
            IsDead = true;
            return Fresh(call);
        }
        var ending = _choices.Take(endings);
        State = ending.State.Clone();
        return ending.Result ?? Fresh(call);
    }

    /// <summary>Too deep or recursive: silence about all that it was given, and about what else it reaches: the fields, and what it captures.</summary>
    private Value? GiveUpOn(IMethodSymbol method, bool isNested, List<Passed> passed)
    {
        if (isNested || _context.TouchesDma(method))
        {
            foreach (var mapping in State.Mappings.Keys)
            {
                if (isNested || IsHeld(mapping))
                    State.Mappings[mapping] = MappingState.Silenced;
            }
        }
        if (isNested || _context.Drives(method))
            Waits.Settle(State);
        foreach (var argument in passed)
        {
            foreach (var mapping in Mentioned(argument.Value))
                State.Mappings[mapping] = MappingState.Silenced;
            Escape(argument.Value);
        }
        return null;
    }

    /// <summary>Whether something outlives the method that leads to a mapping: a field, an element, an object.</summary>
    private bool IsHeld(Value mapping)
    {
        foreach (var pair in State.Memory.Heap)
        {
            if (!pair.Value.IsConst && pair.Value.Contains(mapping))
                return true;
        }
        return false;
    }

    private List<Ending> Endings(Frame frame, List<Passed> passed)
    {
        var entry = State.Clone();
        entry.Round++;
        entry.ForgottenUpTo = 0;
        entry.Loops = LoopRounds.None;
        entry.Pending = ImmutableStack<Continuation>.Empty;
        foreach (var argument in passed)
        {
            if (argument.Parameter is null)
                continue;
            var parameter = Value.Local(ParameterOf(frame.Method, argument.Parameter));
            if (argument.Parameter.RefKind is RefKind.Ref or RefKind.Out)
                entry.Memory[Value.RefTo(parameter)] = argument.Place ?? Value.Fresh(argument.Operation, entry.Round);
            else
                entry.Memory[parameter] = argument.Value;
        }

        var endings = new List<Ending>();
        foreach (var ending in new Walker(_context, frame).Run(entry))
        {
            if (ending.Threw)
                continue;
            Return(ending, frame);
            if (!endings.Exists(known => Equals(known.Result, ending.Result) && known.State.SameAs(ending.State)))
                endings.Add(ending);
        }
        return endings.Count <= MaxEndings ? endings : Merge.Endings(endings, frame.Graph.Blocks[0]);
    }

    /// <summary>The callee's own parameter: a delegate is called with the parameters of its type.</summary>
    private static IParameterSymbol ParameterOf(ISymbol? callee, IParameterSymbol called) =>
        called.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } && callee is IMethodSymbol method
            && called.Ordinal < method.Parameters.Length ? method.Parameters[called.Ordinal].OriginalDefinition : called.OriginalDefinition;

    /// <summary>Takes the callee's variables out of the state that it left behind.</summary>
    private void Return(Ending ending, Frame frame)
    {
        var left = ending.State;
        left.Loops = State.Loops;
        left.ForgottenUpTo = State.ForgottenUpTo;
        left.Pending = State.Pending;
        foreach (var key in left.Memory.Variables.Keys)
        {
            var place = key.Kind == ValueKind.RefTo ? key.Args[0] : key;
            bool own = place.Kind == ValueKind.Local
                ? SymbolEqualityComparer.Default.Equals(place.Symbol!.ContainingSymbol, frame.Method)
                : place.Kind == ValueKind.Capture && place.Round > _frame.Depth;
            if (own)
                left.Memory.Remove(key);
        }
        DropUnreachable(ending, frame);
    }

    /// <summary>What the callee made and left nowhere is its own mistake. A function inside the analyzed method is judged here, a method by itself.</summary>
    private void DropUnreachable(Ending ending, Frame frame)
    {
        var left = ending.State;
        var judge = frame is { IsNested: true, ForeignCall: null } ? new Evaluator(_context, frame, left) : null;
        foreach (var mapping in left.Mappings.Keys)
        {
            if (mapping.Mapping is null || State.Mappings.ContainsKey(mapping) || ending.Result?.Contains(mapping) == true)
                continue;
            if (IsHeld(left.Memory.Variables, mapping) || IsHeld(left.Memory.Heap, mapping))
                continue;
            if (judge is not null && left.Mappings[mapping].MustRelease && mapping.Mapping.Kind != MappingKind.ScatterList)
                judge.RaiseLoss(mapping, LossKind.Leak, mapping.Mapping.Site, ending.At);
            left.Mappings.Remove(mapping);
        }
    }

    private static bool IsHeld(Table<Value> places, Value mapping)
    {
        foreach (var pair in places)
        {
            if (pair.Value.Contains(mapping))
                return true;
        }
        return false;
    }
}
