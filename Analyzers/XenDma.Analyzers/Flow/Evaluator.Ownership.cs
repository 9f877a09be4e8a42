using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    /// <summary>The operator name of an address read out of a mapped scatter list.</summary>
    private const string ListAddress = "address in list";

    private static readonly List<Value> None = [];

    /// <summary>The mapping that an address value belongs to: its own, or a foreign handle's value. Null for constants.</summary>
    private static Value? BaseOf(Value value)
    {
        while (value.Kind == ValueKind.Op && (value.Payload is "+" or "-" or ListAddress or Address || FailureTerms.IsCleared(value)))
            value = value.Args[0].IsConst ? value.Args[1] : value.Args[0];
        return value.Kind switch
        {
            ValueKind.Const or ValueKind.Default or ValueKind.Function => null,
            ValueKind.Memory => value.Args[0],
            _ => value,
        };
    }

    /// <summary>The mappings that a value gives away: those known to this path whose address or memory occurs in it.</summary>
    private List<Value> Mentioned(Value value)
    {
        if (State.Mappings.Count == 0 || value.IsConst)
            return None;
        List<Value>? found = null;
        Collect(value, ref found);
        return found ?? None;
    }

    private void Collect(Value value, ref List<Value>? found)
    {
        if (value.Kind is ValueKind.Failed or ValueKind.Count || (value.Kind == ValueKind.Op && value.Payload is "==" or "<" or "!" or "and")
            || (value.Kind == ValueKind.Status && !IsPartOf(value)))
            return;
        if (State.Mappings.ContainsKey(value))
            (found ??= []).Add(value);
        foreach (var arg in value.Args)
            Collect(arg, ref found);
    }

    /// <summary>A value comes to be held by others.</summary>
    private void Hand(Value value, Value place, IOperation at)
    {
        foreach (var mapping in Mentioned(value))
        {
            RaiseUse(mapping, UseKind.Store, at);
            if (State.Mappings[mapping].MustRelease && FieldOf(place) is { } field)
                NoteKept(mapping, field, at);
        }
        if (value.Mapping is not { Kind: MappingKind.Owned } || at is not ISimpleAssignmentOperation assignment || !IsAddressOnly(assignment.Value))
            Escape(value);
        HandOnLists(value);
        ShareHeld(value);
    }

    /// <summary>An owner's address is a number: who gets it cannot dispose the owner.</summary>
    private static bool IsAddressOnly(IOperation given) => Unconverted(given).Type is { IsValueType: true };

    /// <summary>The address of coherent memory alone does not keep it: its buffer decides.</summary>
    private void NoteKept(Value mapping, ISymbol field, IOperation at)
    {
        bool memory = mapping.Mapping?.Kind == MappingKind.Coherent;
        if (_frame.ForeignCall is not null || (memory && at is not ISimpleAssignmentOperation) || !_context.IsNeverReleased(field))
            return;
        if (memory && !IsMemoryStore(at, mapping))
            return;
        RaiseLoss(mapping, LossKind.NeverReleasedField, at);
    }

    /// <summary>The memory itself is stored: an object, or a struct that stands for it.</summary>
    private static bool IsMemoryStore(IOperation at, Value mapping) =>
        at is ISimpleAssignmentOperation { Target.Type: { } type } && (type.IsReferenceType
            || SymbolEqualityComparer.Default.Equals(type, (mapping.Mapping!.Call as IInvocationOperation)?.TargetMethod.ReturnType));

    private static ISymbol? FieldOf(Value place)
    {
        var member = place;
        while (member.Kind == ValueKind.Element)
            member = member.Args[0];
        return member.Kind == ValueKind.Member ? member.Symbol : null;
    }

    /// <summary>Whoever holds the value now may release what it mentions: this path need not.</summary>
    private void Escape(Value value)
    {
        if (value.IsConst)
            return;
        foreach (var mapping in Mentioned(value))
        {
            if (IsGivenBy(value, mapping))
                State.Mappings[mapping] = State.Mappings[mapping] with { Owned = false };
        }
        EscapeObjects(value);
    }

    /// <summary>Coherent memory goes with its buffer and a scatter list's mapping with the list; their addresses alone release nothing.</summary>
    private static bool IsGivenBy(Value value, Value mapping) =>
        mapping.Mapping?.Kind switch
        {
            MappingKind.ScatterList or MappingKind.Held => false,
            MappingKind.Coherent => mapping.Mapping.Contract![Part.Buffer] == MethodContract.Absent || ContainsMemory(value, mapping),
            _ => true,
        };

    private void EscapeObjects(Value value)
    {
        if (value.Kind is ValueKind.Object && !State.Escaped.Contains(value))
        {
            State.Escaped = State.Escaped.Add(value);
            foreach (var content in Contents(value))
                Escape(content);
        }
        if (State.Memory.TryGetValue(Value.ListState(value), out var list) && State.Mappings.TryGetValue(list, out var known))
            State.Mappings[list] = known with { Owned = false };
        if (value.Payload is FunctionBody function)
            EscapeCaptured(function);
        foreach (var arg in value.Args)
            EscapeObjects(arg);
    }

    private void EscapeCaptured(FunctionBody function)
    {
        var graph = function.Lambda is { } lambda
            ? function.DefinedIn.Graph.GetAnonymousFunctionControlFlowGraphInScope(lambda) : LocalFunctionGraph(function.Method);
        if (graph is null)
            return;
        foreach (var variable in GraphFacts.Of(graph).Variables)
        {
            if (State.Memory.TryGetValue(Resolve(_context.Variable(variable), mayStandForOther: true), out var held))
                Escape(held);
        }
    }

    /// <summary>All values that are stored in an object of this path.</summary>
    private List<Value> Contents(Value container)
    {
        var contents = new List<Value>();
        foreach (var pair in State.Memory.Heap)
        {
            var root = pair.Key;
            while (root.Kind is ValueKind.Member or ValueKind.Element && root.Args.Length > 0)
                root = root.Args[0];
            if (root.Equals(container) && !ReferenceEquals(root, pair.Key))
                contents.Add(pair.Value);
        }
        return contents;
    }

    /// <summary>An unknown element of a container was released: nothing more can be said about any of them.</summary>
    private void SilenceContents(Value element)
    {
        var root = element;
        while (root.Kind is ValueKind.Member or ValueKind.Element or ValueKind.Fresh && root.Args.Length > 0)
            root = root.Args[0];
        foreach (var mapping in Mentioned(element))
        {
            if (!mapping.Equals(element))
                State.Mappings[mapping] = MappingState.Silenced;
        }
        if (root.Kind != ValueKind.Object)
            return;
        foreach (var content in Contents(root))
        {
            foreach (var mapping in Mentioned(content))
                State.Mappings[mapping] = MappingState.Silenced;
            if (content.Kind == ValueKind.Object && !content.Equals(root))
                SilenceContents(Value.Element(content, Value.Null));
        }
    }

    private bool IsReachable(Value mapping)
    {
        return IsReachable(State.Memory.Variables, mapping) || IsReachable(State.Memory.Heap, mapping);
    }

    private bool IsReachable(Table<Value> places, Value mapping)
    {
        foreach (var pair in places)
        {
            if (pair.Key.Kind is ValueKind.ListState or ValueKind.RefTo or ValueKind.Capture or ValueKind.Cursor)
                continue;
            if (pair.Value.Contains(mapping) && Mentioned(pair.Value).Contains(mapping))
                return true;
        }
        return false;
    }

    private void CheckLost(Value old, LossKind kind, IOperation at)
    {
        foreach (var mapping in Mentioned(old))
        {
            if (!State.Mappings[mapping].MustRelease || mapping.Mapping is null || IsReachable(mapping))
                continue;
            if (mapping.Mapping.Kind == MappingKind.ScatterList)
                continue;
            RaiseLoss(mapping, kind, at);
        }
    }

    private void RaiseLoss(Value mapping, LossKind kind, IOperation at, IOperation? exit = null)
    {
        var loss = new FlowLoss(at, kind, _frame, State, _context.Findings) { Mapping = mapping, Exit = exit };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnLoss(loss))
                break;
        }
        State.Mappings[mapping] = MappingState.Silenced;
    }

    /// <summary>Variables that held these values went out of scope.</summary>
    public void LoseScope(List<Value> held)
    {
        foreach (var value in held)
            CheckLost(value, LossKind.Leak, value.Mapping?.Site ?? _frame.Graph.OriginalOperation);
    }

    /// <summary>The analyzed method ends here.</summary>
    public void End(Ending ending)
    {
        EndAccesses(ending);
        if (ending.Result is not null)
        {
            Escape(ending.Result);
            HandOnLists(ending.Result);
        }
        foreach (var mapping in State.Mappings.Keys)
        {
            if (mapping.Mapping is { } info && State.Mappings[mapping].MustRelease)
                RaiseLoss(mapping, LossKind.Leak, info.Site, ending.At);
        }
    }

    /// <summary>Who is told how many entries of a list were mapped, or whether, gets the list mapped; so with an object that is mapped in place.</summary>
    private void HandOnLists(Value told)
    {
        if (told.IsConst || !TellsAnswer(told))
            return;
        foreach (var mapping in State.Mappings.Keys)
        {
            if (mapping.Mapping is { Kind: MappingKind.ScatterList or MappingKind.Held } && TellsAnswer(told, mapping))
                State.Mappings[mapping] = State.Mappings[mapping] with { Owned = false };
        }
    }

    /// <summary>The value holds a mapping.</summary>
    public bool Holds(Value value) => Mentioned(value).Count > 0;

    private void RaiseUse(Value mapping, UseKind kind, IOperation at)
    {
        if (kind != UseKind.Memory)
            NoteTold(mapping);
        var use = new FlowUse(at, kind, _frame, State, _context.Findings) { Mapping = mapping };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnUse(use))
                return;
        }
    }

    private void RaiseArithmetic(Value left, IOperation at)
    {
        if (BaseOf(left) is { } handle && State.Mappings.TryGetValue(handle, out var known) && known.Life == Life.Released)
            RaiseUse(handle, UseKind.HandOver, at);
    }

    private void RaiseCompare(IOperation at, Value left, Value right, BinaryOperatorKind? kind = null)
    {
        bool flipped = left.IsConst || left.Kind == ValueKind.Default;
        var (tested, constant) = flipped ? (right, left) : (left, right);
        if (!constant.IsConst && constant.Kind != ValueKind.Default)
            return;
        var mapping = tested.Kind == ValueKind.Count ? tested.Args[0] : tested;
        if (mapping.Mapping is null || !State.Mappings.ContainsKey(mapping))
            return;
        var compare = new FlowCompare(at, tested, constant, _frame, State, _context.Findings)
        {
            Mapping = mapping,
            Operator = kind ?? (at as IBinaryOperation)?.OperatorKind ?? BinaryOperatorKind.Equals,
            IsFlipped = flipped,
        };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnCompare(compare))
                return;
        }
    }
}
