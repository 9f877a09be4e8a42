using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>The CPU's accesses to memory: which views are made of it, and what is read and written through them.</summary>
internal sealed partial class Evaluator
{
    private const string InList = "buffer in list";
    private const string Listed = "listed";

    /// <summary>A library's call on memory: its value where that is a view or a number read; null when the call is to be looked at further.</summary>
    private Value? EvaluateMemoryCall(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        var method = call.TargetMethod;
        if (!MemoryCalls.IsLibrary(method))
            return null;
        if (EvaluatePin(call, receiver, passed) is { } pin)
            return pin;
        NoteListed(method, receiver, passed);
        foreach (var argument in passed)
            JudgeOperand(argument, call);
        var memory = receiver ?? (passed.Count > 0 ? passed[0].Value : null);
        if (memory is null || memory.IsConst)
            return null;
        if (receiver is not null && method.Name == "BufferAt" && passed.Count == 1)
            return Value.Of(InList, receiver, passed[0].Value);
        if (MemoryCalls.IsView(method) && !KnownCalls.IsCollection(call.Type as INamedTypeSymbol))
            return CutOut(call, memory, passed, receiver is null ? 1 : 0);
        if (!HoldsTracked(receiver, passed))
            return null;
        TouchByCall(call, receiver, passed);
        if (receiver is not null && call.Type is IArrayTypeSymbol && IsShared(Views.Root(receiver)))
            State.Memory[Trust.CopyOf(Fresh(call))] = Views.Root(receiver);
        int bytes = MemoryCalls.NumberRead(method);
        if (bytes == 0 || Fetch(memory, OffsetIn(passed), bytes * 8, call) is not { } number)
            return null;
        UseMemory(memory, call);
        return number;
    }

    private void NoteListed(IMethodSymbol method, Value? receiver, List<Passed> passed)
    {
        if (receiver is not null && method.Name == "Add" && passed.Count == 1 && method.ContainingType.Name == "ScatterList")
            State.Memory[Value.Of(Listed, Views.Root(passed[0].Value))] = receiver;
    }

    private Value CutOut(IInvocationOperation call, Value memory, List<Passed> passed, int first)
    {
        if (call.TargetMethod.Name is not ("Slice" or "AsSpan" or "AsMemory") || passed.Count == first)
            return memory;
        Value? offset = null;
        Value? length = null;
        for (int i = first; i < passed.Count; i++)
        {
            if (passed[i].Parameter is not { } parameter)
                continue;
            if (MemoryCalls.IsOffset(parameter))
                offset = passed[i].Value;
            else if (MemoryCalls.IsLength(parameter))
                length = passed[i].Value;
        }
        return Views.Slice(memory, offset ?? Fresh(call), length);
    }

    /// <summary>The part of a span or an array that a range cuts out, or the element that an index from the end names.</summary>
    private Value EvaluateImplicitIndexer(IImplicitIndexerReferenceOperation indexer)
    {
        var memory = Evaluate(indexer.Instance);
        if (indexer.Argument is not IRangeOperation range)
        {
            Touch(memory, Fresh(indexer), Value.Int(1m), isWrite: false, indexer);
            return Fetch(memory, Evaluate(indexer.Argument), MemoryCalls.BitsOf(indexer.Type), indexer) ?? Fresh(indexer);
        }
        return CutOut(memory, range);
    }

    private Value CutOut(Value memory, IRangeOperation range)
    {
        var start = BoundOf(range.LeftOperand, Value.Int(0m), range);
        var end = range.RightOperand is null ? null : BoundOf(range.RightOperand, Value.Null, range);
        JudgeTrust(start, TrustUse.Index, range);
        if (end is not null)
            JudgeTrust(end, TrustUse.Length, range);
        return Views.Slice(memory, start, end is null ? null : Terms.Subtract(end, start));
    }

    private Value BoundOf(IOperation? bound, Value missing, IOperation at)
    {
        if (bound is null)
            return missing;
        var written = Unconverted(bound);
        return written is IUnaryOperation ? Fresh(at) : Evaluate(written);
    }

    /// <summary>Some memory in hand is mapped, or written by a device.</summary>
    private bool HoldsTracked(Value? receiver, List<Passed> passed)
    {
        if (receiver is not null && IsTracked(receiver))
            return true;
        foreach (var argument in passed)
        {
            if (IsTracked(argument.Value))
                return true;
        }
        return false;
    }

    private bool IsTracked(Value memory)
    {
        if (memory.IsConst)
            return false;
        var root = Views.Root(memory);
        return IsCovered(root) || IsShared(root) || State.Memory.ContainsKey(Trust.CopyOf(root));
    }

    /// <summary>A mapping of this path covers some of the memory.</summary>
    private bool IsCovered(Value root)
    {
        if (State.Custodies.Count == 0)
            return false;
        root = ListOf(root) ?? root;
        foreach (var pair in State.Custodies)
        {
            if (pair.Value.Root.Equals(root))
                return true;
        }
        return false;
    }

    /// <summary>The scatter list that the buffer was put into.</summary>
    private Value? ListOf(Value root) =>
        root.IsOp(InList) ? root.Args[0] : State.Memory.TryGetValue(Value.Of(Listed, root), out var list) ? list : null;

    private void TouchByCall(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        var method = call.TargetMethod;
        var done = receiver is null ? Flow.Touch.None : MemoryCalls.OfReceiver(method);
        if (done is Flow.Touch.Read or Flow.Touch.Write)
            TouchView(receiver!, OffsetIn(passed), LengthIn(passed), done == Flow.Touch.Write, call);
        foreach (var argument in passed)
        {
            var touch = argument.Parameter is { } parameter ? MemoryCalls.OfArgument(method, parameter) : Flow.Touch.None;
            if (touch == Flow.Touch.None)
                continue;
            bool number = receiver is null && argument.Parameter!.Ordinal == 0;
            TouchView(
                argument.Value, number ? OffsetIn(passed) : Value.Int(0m), number ? NumberOf(method, passed) : null,
                touch == Flow.Touch.Write, call);
        }
        NoteCopy(method, receiver, passed);
    }

    private static Value? NumberOf(IMethodSymbol method, List<Passed> passed)
    {
        int bytes = MemoryCalls.NumberRead(method);
        if (bytes == 0 && method.Name.StartsWith("Write", System.StringComparison.Ordinal) && passed.Count is 2 or 3)
            bytes = MemoryCalls.BitsOf(passed[passed.Count - 1].Parameter?.Type) / 8;
        return bytes == 0 ? null : Value.Int(bytes);
    }

    /// <summary>Private memory that is filled from what a device wrote holds that from then on.</summary>
    private void NoteCopy(IMethodSymbol method, Value? receiver, List<Passed> passed)
    {
        var source = receiver ?? (passed.Count > 1 ? passed[0].Value : null);
        if (source is null || method.Name is not ("Read" or "CopyTo" or "TryCopyTo") || !IsShared(Views.Root(source)))
            return;
        foreach (var argument in passed)
        {
            if (argument.Parameter is { } parameter && (MemoryCalls.IsSpan(parameter.Type) || parameter.Type.TypeKind == TypeKind.Array)
                && !argument.Value.IsConst && !argument.Value.Equals(source))
                State.Memory[Trust.CopyOf(Views.Root(argument.Value))] = Views.Root(source);
        }
    }

    private static Value OffsetIn(List<Passed> passed)
    {
        foreach (var argument in passed)
        {
            if (argument.Parameter is { } parameter && MemoryCalls.BitsOf(parameter.Type) > 0 && MemoryCalls.IsOffset(parameter))
                return argument.Value;
        }
        return Value.Int(0m);
    }

    /// <summary>How much the call reads or writes: what a memory in hand is long, where that is known.</summary>
    private static Value? LengthIn(List<Passed> passed)
    {
        foreach (var argument in passed)
        {
            if (Views.IsSlice(argument.Value))
                return Views.Split(argument.Value).Length;
        }
        return null;
    }

    /// <summary>An element is read or written; the number that a device wrote there.</summary>
    private Value? TouchElement(Value place, bool isWrite, IOperation at)
    {
        var memory = place.Args[0];
        if (memory.Kind is ValueKind.Tuple or ValueKind.Const || !IsTracked(memory))
            return null;
        int bits = MemoryCalls.BitsOf(at is ISimpleAssignmentOperation assignment ? assignment.Target.Type : at.Type);
        var offset = bits > 8 ? Terms.Multiply(place.Args[1], Value.Int(bits / 8)) : place.Args[1];
        Touch(memory, offset, bits > 0 ? Value.Int(bits / 8) : null, isWrite, at);
        return bits == 0 ? null : Fetch(memory, offset, bits, at);
    }

    private void TouchView(Value memory, Value offset, Value? length, bool isWrite, IOperation at)
    {
        var whole = Views.Split(memory).Length;
        Touch(memory, offset, length ?? (whole is null ? null : Terms.Subtract(whole, offset)), isWrite, at);
    }

    private void Touch(Value memory, Value offset, Value? length, bool isWrite, IOperation at)
    {
        if (State.Custodies.Count == 0)
            return;
        var (root, start, _) = Views.Split(memory);
        bool listed = ListOf(root) is not null;
        root = ListOf(root) ?? root;
        var from = Terms.Add(start, offset);
        foreach (var mapping in State.Custodies.Keys)
        {
            var custody = State.Custodies[mapping];
            if (custody.Root.Equals(root) && (listed || Reaches(custody, from, length)))
                Access(mapping, custody, from, isWrite, at);
        }
    }

    /// <summary>Whether the access is, as far as one can see, to what is mapped: not where it may be to the memory around a mapped slice.</summary>
    private bool Reaches(Custody custody, Value from, Value? length)
    {
        if (Terms.Subtract(from, custody.Offset).Number is not { } distance)
        {
            bool before = custody.Offset.Number == 0m;
            return before && (Views.End(custody.Offset, custody.Length) is not { } end || Solver.Decide(State, Terms.Less(from, end)) != false);
        }
        if (distance < 0m)
            return length is null || Solver.Decide(State, Terms.Less(Value.Int(-distance), length)) == true;
        return custody.Length is null || Solver.Decide(State, Terms.Less(Value.Int(distance), custody.Length)) != false;
    }

    private void Access(Value mapping, Custody custody, Value from, bool isWrite, IOperation at)
    {
        if (State.Mappings.TryGetValue(mapping, out var known) && known.Life is Life.Failed or Life.Silent)
            return;
        var access = new FlowAccess(at, isWrite, _frame, State, _context.Findings)
        {
            Mapping = mapping,
            IsOutsideWindow = custody.Window is { } window && IsOutside(window, Terms.Subtract(from, custody.Offset)),
        };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnAccess(access))
                break;
        }
        if (!isWrite || !State.Custodies.TryGetValue(mapping, out custody) || custody.SkippedAt is not null)
            return;
        var place = access.Place ?? at;
        State.Custodies[mapping] = custody.IsCpus
            ? custody with { Unsynced = custody.Unsynced ?? place }
            : custody with { EarlyWrite = custody.EarlyWrite ?? (custody.DeviceReads ? place : null) };
    }

    private bool IsOutside(Value window, Value at) =>
        Solver.Decide(State, Terms.Less(at, window.Args[0])) == true
        || Solver.Decide(State, Terms.Less(at, Terms.Add(window.Args[0], window.Args[1]))) == false;
}
