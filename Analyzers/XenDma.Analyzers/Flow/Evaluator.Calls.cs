using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    /// <summary>An argument with its value, or for ref and out its place.</summary>
    private readonly struct Passed(IParameterSymbol? parameter, IOperation operation, Value value, Value? place)
    {
        public IParameterSymbol? Parameter { get; } = parameter;

        public IOperation Operation { get; } = operation;

        public Value Value { get; } = value;

        public Value? Place { get; } = place;

        public bool IsOut => Parameter is { RefKind: RefKind.Out };
    }

    private Value EvaluateInvocation(IInvocationOperation call)
    {
        var receiver = call.Instance is null ? null : Evaluate(call.Instance);
        var passed = Pass(call.Arguments);
        if (ContractFor(call, receiver) is { } contract)
            return PlayRole(call, contract, receiver, passed);
        if (EvaluateMemoryCall(call, receiver, passed) is { } known)
            return known;
        if (KnownCalls.IsIdentity(call.TargetMethod) && receiver is not null)
            return receiver;
        if (KnownCalls.IsPure(call.TargetMethod))
            return PureCall(call, receiver, passed);
        var function = receiver?.Payload as FunctionBody;
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && function is not null)
            return WalkFunction(call, function, receiver!, passed) ?? CallUnknown(call, receiver, passed);
        bool enumerates = receiver is not null && State.Memory.ContainsKey(Value.Cursor(receiver));
        if (enumerates || KnownCalls.IsCollection(call.TargetMethod.ContainingType))
            return CallCollection(call, receiver, passed);
        return Walk(call, Exact(call.TargetMethod, receiver), receiver, passed) ?? CallUnknown(call, receiver, passed);
    }

    /// <summary>The method that an object of this path runs, where its exact type is known.</summary>
    private static IMethodSymbol Exact(IMethodSymbol method, Value? receiver)
    {
        if (receiver is not { Kind: ValueKind.Object, Payload: IObjectCreationOperation { Type: INamedTypeSymbol type } })
            return method;
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
            return type.FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method;
        return method;
    }

    /// <summary>An owner disposed through IDisposable plays the role that its own Dispose plays, and so does an object that is mapped in place.</summary>
    private MethodContract? ContractFor(IInvocationOperation call, Value? receiver)
    {
        if (_context.Catalog.Of(call.TargetMethod) is { } contract)
            return contract;
        if (call.TargetMethod.Name != "Dispose" || call.Arguments.Length != 0 || receiver is null)
            return null;
        bool holds = State.Memory.TryGetValue(Value.ListState(receiver), out var held) && held.Mapping is { Kind: MappingKind.Held };
        if (!holds && receiver.Mapping is not { Kind: MappingKind.Owned })
            return null;
        var release = new MethodContract(Role.Unmap, holds ? MappingKind.Held : MappingKind.Owned, Failure.Never, idempotent: true);
        release[Part.Address] = MethodContract.This;
        return release;
    }

    private List<Passed> Pass(ImmutableArray<IArgumentOperation> arguments)
    {
        var passed = new List<Passed>(arguments.Length);
        foreach (var argument in arguments)
        {
            bool byReference = argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out };
            var place = byReference ? PlaceOf(argument.Value) : null;
            var value = argument.Parameter is { RefKind: RefKind.Out } ? Value.Null : Evaluate(argument.Value);
            passed.Add(new Passed(argument.Parameter, argument.Value, value, place));
        }
        return passed;
    }

    private static Value PureCall(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        var args = new List<Value>();
        if (receiver is not null)
            args.Add(receiver);
        foreach (var argument in passed)
            args.Add(argument.Value);
        return new Value(ValueKind.Op, call.TargetMethod, [.. args]);
    }

    private Value CallUnknown(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        CalledUnknown = true;
        UseReceiver(receiver, call);
        passed.ForEach(argument => Waits.HandOn(State, argument.Value));
        if (KnownCalls.MayCheck(call.TargetMethod))
            passed.ForEach(argument => MarkChecked(argument.Value));
        if (receiver is not null && KnownCalls.IsMutation(call.TargetMethod))
            Disturb(receiver, call);
        var listAddress = ReadList(call, receiver, passed);
        HandOver(call.TargetMethod, passed, call);
        WriteOutputs(call, passed);
        ForgetWritten(call);
        return listAddress ?? MappedResult(call) ?? Fresh(call);
    }

    private void UseReceiver(Value? receiver, IOperation at)
    {
        if (receiver is null)
            return;
        if (at is IInvocationOperation && receiver.Kind == ValueKind.Object)
            EscapeObjects(receiver);
        UseMemory(receiver, at);
    }

    private void UseMemory(Value memory, IOperation at)
    {
        foreach (var mapping in Mentioned(memory))
        {
            if (ContainsMemory(memory, mapping))
                RaiseUse(mapping, UseKind.Memory, at);
        }
    }

    private Value? ReadList(IInvocationOperation call, Value? list, List<Passed> passed)
    {
        if (list is null || passed.Count != 1 || !call.TargetMethod.Name.StartsWith("DmaAddress", System.StringComparison.Ordinal)
            || !State.Memory.TryGetValue(Value.ListState(list), out var mapping))
            return null;
        var read = new FlowListRead(call, passed[0].Value, _frame, State, _context.Findings) { Mapping = mapping };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnListRead(read))
                break;
        }
        return Value.Of(ListAddress, mapping, passed[0].Value);
    }

    private static bool ContainsMemory(Value value, Value mapping) => value.Contains(Value.Memory(mapping));

    /// <summary>Telling an unknown method an address is a use. Giving it an object that holds addresses may be a transfer.</summary>
    private void HandOver(IMethodSymbol? method, List<Passed> passed, IOperation at)
    {
        bool harmless = method is not null && KnownCalls.IsHarmless(method);
        foreach (var argument in passed)
        {
            bool owned = argument.Parameter is { } parameter && Names.Attribute(parameter, Names.OwnedAttribute) is not null;
            foreach (var mapping in Mentioned(argument.Value))
            {
                bool memory = ContainsMemory(argument.Value, mapping);
                if (!harmless)
                    RaiseUse(mapping, memory ? UseKind.Memory : UseKind.HandOver, at);
                bool holder = (argument.Value.Mapping?.Kind == MappingKind.Owned && !IsAddressOnly(argument.Operation))
                    || argument.Parameter is { RefKind: RefKind.Ref };
                if (owned || (holder && !harmless) || argument.Value.Kind is ValueKind.Tuple)
                    State.Mappings[mapping] = State.Mappings[mapping] with { Owned = false };
            }
            if (!harmless)
            {
                NoteAsked(argument.Value);
                ShareHeld(argument.Value);
            }
            if (owned)
                Escape(argument.Value);
            else if (!harmless && argument.Value.Kind is ValueKind.Object or ValueKind.Function && !IsMappedList(argument.Value))
                EscapeObjects(argument.Value);
        }
    }

    /// <summary>A scatter list told to unknown code stays ours, as an address does.</summary>
    private bool IsMappedList(Value value) => State.Memory.ContainsKey(Value.ListState(value));

    private void WriteOutputs(IOperation call, List<Passed> passed)
    {
        foreach (var argument in passed)
        {
            if (argument.Place is null)
                continue;
            bool mapped = argument.Parameter is { } parameter && Names.Attribute(parameter, Names.MappedAttribute) is not null;
            var value = mapped ? NewMapped(call, isConditional: call.Type?.SpecialType == SpecialType.System_Boolean)
                : Value.Fresh(call, State.Round, Value.Int(argument.Parameter!.Ordinal));
            Write(argument.Place, value, argument.Operation);
        }
    }

    private Value? MappedResult(IInvocationOperation call)
    {
        if (!_context.Catalog.HandsOutMapped(call.TargetMethod))
            return null;
        foreach (var attribute in call.TargetMethod.OriginalDefinition.GetReturnTypeAttributes())
        {
            if (Names.Is(attribute.AttributeClass, Names.MappedAttribute))
                return NewMapped(call, isConditional: false);
        }
        return null;
    }

    private Value NewMapped(IOperation call, bool isConditional)
    {
        var info = new MappingInfo(call, _frame.ForeignCall ?? call, State.Round, null);
        var mapping = new Value(ValueKind.Mapping, info);
        // Where a bool tells whether the call succeeded, nobody knows whether there is anything to release.
        State.Mappings[mapping] = new MappingState(Life.Live, Owned: !isConditional);
        return mapping;
    }

    /// <summary>The fields that a callee in this compilation writes are unknown after it.</summary>
    private void ForgetWritten(IInvocationOperation call)
    {
        var written = _context.WrittenBy(call.TargetMethod.OriginalDefinition);
        if (written.Count == 0)
            return;
        foreach (var member in written)
        {
            foreach (var pair in State.Memory.Heap)
            {
                if (pair.Key.Kind == ValueKind.Member && SymbolEqualityComparer.Default.Equals(pair.Key.Symbol, member))
                    State.Memory[pair.Key] = Value.Fresh(call, State.Round, pair.Key);
            }
            var own = Value.Member(_frame.Receiver, member);
            if (!State.Memory.ContainsKey(own))
                State.Memory[own] = Value.Fresh(call, State.Round, own);
        }
    }
}
