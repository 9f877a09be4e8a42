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
        if (KnownCalls.IsIdentity(call.TargetMethod) && receiver is not null)
            return receiver;
        if (KnownCalls.IsPure(call.TargetMethod))
            return PureCall(call, receiver, passed);
        var function = receiver?.Payload as FunctionBody;
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && function is not null)
            return WalkFunction(call, function, receiver!, passed) ?? CallUnknown(call, receiver, passed);
        if (KnownCalls.IsCollection(call.TargetMethod.ContainingType))
            return CallCollection(call, receiver, passed);
        return Walk(call, call.TargetMethod, receiver, passed) ?? CallUnknown(call, receiver, passed);
    }

    /// <summary>An owner disposed through IDisposable plays the role that its own Dispose plays.</summary>
    private MethodContract? ContractFor(IInvocationOperation call, Value? receiver)
    {
        if (_context.Catalog.Of(call.TargetMethod) is { } contract)
            return contract;
        if (call.TargetMethod.Name != "Dispose" || call.Arguments.Length != 0 || receiver?.Mapping is not { Kind: MappingKind.Owned })
            return null;
        var release = new MethodContract(Role.Unmap, MappingKind.Owned, Failure.Never, idempotent: true);
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

    private Value CallCollection(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        CalledUnknown = true;
        bool looksUp = KnownCalls.IsLookup(call.TargetMethod);
        foreach (var argument in passed)
        {
            if (argument.Value.Payload is FunctionBody body && receiver is not null)
                ApplyToElements(body, receiver, argument.Value, call);
            if (!looksUp && receiver is not null && !argument.IsOut)
                Contain(receiver, argument.Value, call);
            if (argument.Place is { } place)
                Write(place, receiver is null ? Fresh(call) : Value.Item(receiver, call, State.Round), argument.Operation);
        }
        if (call.TargetMethod.Name == "MoveNext" || call.Type?.SpecialType == SpecialType.System_Boolean)
            return Fresh(call);
        return receiver is null ? Fresh(call)
            : call.TargetMethod.Name is "GetEnumerator" or "AsSpan" or "AsReadOnly" or "AsEnumerable" ? receiver
            : Value.Item(receiver, call, State.Round);
    }

    /// <summary>The collection holds the value from now on.</summary>
    private void Contain(Value collection, Value value, IOperation at)
    {
        if (value.IsConst)
            return;
        var place = Value.Element(collection, Fresh(at));
        if (IsOwnPlace(place))
            State.Memory[place] = value;
        else
            Hand(value, place, at);
    }

    /// <summary>A function is called with each element: what it releases is released for all.</summary>
    private void ApplyToElements(FunctionBody body, Value collection, Value function, IInvocationOperation call)
    {
        var traits = _context.Traits(body.Method.OriginalDefinition);
        if (body.Lambda is not null || traits.TouchesDma || !traits.HasBody)
            SilenceContents(Value.Item(collection, call, State.Round));
        Escape(function);
    }

    private Value CallUnknown(IInvocationOperation call, Value? receiver, List<Passed> passed)
    {
        CalledUnknown = true;
        UseReceiver(receiver, call);
        HandOver(call.TargetMethod, passed, call);
        WriteOutputs(call, passed);
        ForgetWritten(call);
        return MappedResult(call) ?? Fresh(call);
    }

    private void UseReceiver(Value? receiver, IOperation at)
    {
        if (receiver is null)
            return;
        foreach (var mapping in Mentioned(receiver))
        {
            if (ContainsMemory(receiver, mapping))
                RaiseUse(mapping, UseKind.Memory, at);
        }
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
                bool holder = argument.Value.Mapping?.Kind == MappingKind.Owned || argument.Parameter is { RefKind: RefKind.Ref };
                if (owned || (holder && !harmless) || argument.Value.Kind is ValueKind.Tuple)
                    State.Mappings[mapping] = State.Mappings[mapping] with { Owned = false };
            }
            if (owned)
                Escape(argument.Value);
            else if (!harmless && argument.Value.Kind is ValueKind.Object or ValueKind.Function && !IsMappedList(argument.Value))
                EscapeObjects(argument.Value);
        }
    }

    /// <summary>A scatter list told to unknown code stays ours, as an address does.</summary>
    private bool IsMappedList(Value value) => State.Memory.ContainsKey(Value.ListState(value));

    private void WriteOutputs(IInvocationOperation call, List<Passed> passed)
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
        foreach (var attribute in call.TargetMethod.OriginalDefinition.GetReturnTypeAttributes())
        {
            if (Names.Is(attribute.AttributeClass, Names.MappedAttribute))
                return NewMapped(call, isConditional: false);
        }
        return null;
    }

    private Value NewMapped(IInvocationOperation call, bool isConditional)
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
        if (written.IsEmpty)
            return;
        foreach (var member in written)
        {
            foreach (var key in new List<Value>(State.Memory.Keys))
            {
                if (key.Kind == ValueKind.Member && SymbolEqualityComparer.Default.Equals(key.Symbol, member))
                    State.Memory[key] = Value.Fresh(call, State.Round, key);
            }
            var own = Value.Member(_frame.Receiver, member);
            if (!State.Memory.ContainsKey(own))
                State.Memory[own] = Value.Fresh(call, State.Round, own);
        }
    }
}
