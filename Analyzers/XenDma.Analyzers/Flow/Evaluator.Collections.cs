using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Collections of this path are followed element by element while their size is known; then silence about what they hold.</summary>
internal sealed partial class Evaluator
{
    private static readonly string[] Sizes = ["Count", "Length", "IsEmpty"];

    private Value CallCollection(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        CalledUnknown = true;
        if (receiver is not null && Follow(call, receiver, passed) is { } followed)
            return followed;
        bool looksUp = KnownCalls.IsLookup(call.TargetMethod);
        foreach (var argument in passed)
        {
            if (argument.Value.Payload is FunctionBody body)
                ApplyToElements(body, receiver ?? passed[0].Value, argument.Value, call);
            if (!looksUp && receiver is not null && !argument.IsOut)
                Contain(receiver, argument.Value, call);
            if (argument.Place is { } place)
                Write(place, receiver is null ? Fresh(call) : Value.Item(receiver, call, State.Round), argument.Operation);
        }
        if (receiver is not null && KnownCalls.IsMutation(call.TargetMethod))
            Disturb(receiver, call);
        if (receiver is { Kind: ValueKind.Object })
        {
            State.Memory.Remove(Value.SizeOf(receiver));
            SilenceContents(Value.Item(receiver, call, State.Round));
        }
        if (receiver is null && HandsOnElements(call))
            return ElementsOf(call, passed);
        if (call.Type?.SpecialType == SpecialType.System_Boolean || receiver is null)
            return Fresh(call);
        return call.TargetMethod.Name is "GetEnumerator" or "AsSpan" or "AsReadOnly" or "AsEnumerable"
            ? receiver : Value.Item(receiver, call, State.Round);
    }

    /// <summary>A collection that others hold was changed: its size and its elements are others now.</summary>
    private void Disturb(Value collection, IInvocationOperation call)
    {
        foreach (string name in Sizes)
        {
            foreach (var member in call.TargetMethod.ContainingType.OriginalDefinition.GetMembers(name))
                State.Memory[Value.Member(collection, member)] = Value.Fresh(call, State.Round, collection);
        }
        foreach (var key in State.Mappings.Keys)
        {
            if (key.Mapping is null && key.Contains(collection))
                State.Mappings.Remove(key);
        }
        foreach (var key in State.Memory.Heap.Keys)
        {
            if (key.Kind != ValueKind.Element || !key.Args[0].Equals(collection) || collection.Kind == ValueKind.Object)
                continue;

            // What the elements held may be released through the collection, which cannot be seen any more.
            if (State.Memory.TryGetValue(key, out var held))
                Escape(held);
            State.Memory.Remove(key);
        }
    }

    /// <summary>The calls whose effect on elements is known; null for all others.</summary>
    private Value? Follow(IInvocationOperation call, Value receiver, List<Passed> passed)
    {
        string name = call.TargetMethod.Name;
        if (State.Memory.TryGetValue(Value.Cursor(receiver), out var cursor))
            return name == "MoveNext" ? MoveNext(receiver, cursor) : name is "Dispose" or "Reset" ? Fresh(call) : null;
        if (!State.Memory.TryGetValue(Value.SizeOf(receiver), out var size) || State.Escaped.Contains(receiver))
            return null;
        switch (name)
        {
            case "Add" or "Enqueue" or "Push" or "AddLast" when passed.Count == 1:
                State.Memory[Value.Element(receiver, size)] = Kept(passed[0].Value, call);
                State.Memory[Value.SizeOf(receiver)] = Terms.Add(size, Value.Int(1m));
                return Fresh(call);
            case "GetEnumerator" when size.Number is not null:
                var enumerator = new Value(ValueKind.Object, call, State.Round);
                State.Memory[Value.Cursor(enumerator)] = new Value(ValueKind.Tuple, null, receiver, Value.Int(-1m));
                return enumerator;
            case "Pop" or "TryPop" when size.Number is { } count:
                return Take(call, receiver, Value.Int(count - 1m), count > 0m, passed);
            case "ToString" or "GetHashCode" or "Equals" or "TrimExcess" or "EnsureCapacity" or "Contains":
                return Fresh(call);
            default:
                return null;
        }
    }

    private Value Take(IInvocationOperation call, Value container, Value index, bool any, List<Passed> passed)
    {
        var element = Value.Element(container, index);
        var taken = State.Memory.TryGetValue(element, out var held) ? held : Fresh(call);
        if (any)
        {
            State.Memory.Remove(element);
            State.Memory[Value.SizeOf(container)] = index;
        }
        if (passed.Count == 1 && passed[0].Place is { } place)
        {
            Write(place, any ? taken : DefaultOf(passed[0].Operation.Type), passed[0].Operation);
            return Value.Bool(any);
        }
        return taken;
    }

    private Value MoveNext(Value enumerator, Value cursor)
    {
        decimal next = cursor.Args[1].Number!.Value + 1m;
        State.Memory[Value.Cursor(enumerator)] = new Value(ValueKind.Tuple, null, cursor.Args[0], Value.Int(next));
        bool known = State.Memory.TryGetValue(Value.SizeOf(cursor.Args[0]), out var size) && size.Number is not null;
        return Value.Bool(known && next < size!.Number!.Value);
    }

    private Value Current(Value enumerator, IOperation at) =>
        State.Memory.TryGetValue(Value.Cursor(enumerator), out var cursor)
            ? Read(Value.Element(cursor.Args[0], cursor.Args[1]), at) : Value.Item(enumerator, at, State.Round);

    /// <summary>The collection holds the value from now on.</summary>
    private void Contain(Value collection, Value value, IOperation at)
    {
        if (value.IsConst)
            return;
        var place = Value.Element(collection, Fresh(at));
        if (IsOwnPlace(place))
            State.Memory[place] = Kept(value, at);
        else
            Hand(value, place, at);
    }

    /// <summary>A function that is kept may be called on another round, when its variables are others.</summary>
    private Value Kept(Value value, IOperation at)
    {
        if (value.Kind != ValueKind.Function)
            return value;
        Escape(value);
        return Fresh(at);
    }

    /// <summary>A collection expression: a collection of this path with the elements that are written.</summary>
    private Value? EvaluateCollection(IOperation operation)
    {
        if (operation.Syntax is not CollectionExpressionSyntax written || operation.Type is null || written.Elements.Count > 64)
            return null;
        var created = new Value(ValueKind.Object, operation, State.Round);
        int count = 0;
        foreach (var child in operation.ChildOperations)
            Hold(Value.Element(created, Value.Int(count++)), Kept(Evaluate(child), operation));
        if (written.Elements.All(e => e is ExpressionElementSyntax))
            State.Memory[Value.SizeOf(created)] = Value.Int(count);
        return created;
    }

    /// <summary>A function is called with each element: what it releases is released for all.</summary>
    private void ApplyToElements(FunctionBody body, Value collection, Value function, IInvocationOperation call)
    {
        var traits = _context.Traits(body.Method.OriginalDefinition);
        if (body.Lambda is not null || traits.TouchesDma || !traits.HasBody)
            SilenceContents(Value.Item(collection, call, State.Round));
        Escape(function);
    }

    /// <summary>From here on the rounds of a loop are not told apart: silence about what containers hold.</summary>
    public void SilenceContainers()
    {
        foreach (var pair in State.Memory.Heap)
        {
            bool inContainer = pair.Key.Kind is ValueKind.Element or ValueKind.Member && pair.Key.Args.Length > 0
                && pair.Key.Args[0].Kind == ValueKind.Object;
            bool ofElement = pair.Key.Kind == ValueKind.ListState && pair.Key.Args[0].Kind is ValueKind.Element or ValueKind.Fresh;
            if (!inContainer && !ofElement)
                continue;
            foreach (var mapping in Mentioned(pair.Value))
                State.Mappings[mapping] = MappingState.Silenced;
        }
        foreach (var key in State.Memory.Heap.Keys)
        {
            if (key.Kind == ValueKind.Cursor || (key.Kind == ValueKind.SizeOf && State.Memory[key].Number is not null))
                State.Memory.Remove(key);
        }
    }
}
