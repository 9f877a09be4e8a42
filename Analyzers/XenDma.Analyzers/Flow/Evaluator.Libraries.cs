using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What the contracts of other libraries bring: failures told by properties and statuses, handles that their release clears, objects
/// that are mapped in place.</summary>
internal sealed partial class Evaluator
{
    /// <summary>What the member says of the mapping that its receiver is or holds; null when it says nothing of a failure.</summary>
    private Value? AnswerIn(ISymbol member, Value receiver)
    {
        if (!_context.Catalog.HasFiles || receiver.IsConst || BaseOf(receiver) is not { } handle)
            return null;
        var mapping = State.Memory.TryGetValue(Value.ListState(handle), out var held) ? held : handle;
        if (mapping.Mapping is null && FailureTerms.IsCleared(receiver) && member is IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean })
            State.Mappings[mapping] = MappingState.Silenced;
        if (mapping.Mapping?.Contract is not { Failure: Failure.Property } contract || contract.Idiom.Property != member.Name)
            return null;
        var failed = IsReleasedElsewhere(mapping, receiver) ? Value.False : Value.Failed(mapping);
        if (contract.Success is not null)
            return failed.IsConst ? Value.Int(contract.Success.Value) : Value.Status(mapping);
        if (TypeOf(member) is { SpecialType: not SpecialType.System_Boolean })
            return failed.IsConst ? null : Value.Status(mapping.Mapping.Kind == MappingKind.Held ? mapping : receiver);
        return contract.Idiom.IsInverted ? failed : Terms.Not(failed);
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type;

    /// <summary>A copy of a handle does not see the release: it looks as it was.</summary>
    private bool IsReleasedElsewhere(Value mapping, Value receiver) =>
        mapping.Mapping!.Kind != MappingKind.Held && !FailureTerms.IsCleared(receiver)
        && State.Mappings.TryGetValue(mapping, out var known) && known.Life == Life.Released;

    /// <summary>Whose property tells whether the mapping is there tells another thing after its release.</summary>
    private void ForgetAnswer(Value mapping)
    {
        if (mapping.Mapping?.Contract?.Failure == Failure.Property)
            State.Facts.Remove(Value.Failed(mapping));
        if (State.Memory.TryGetValue(Value.ListState(mapping), out var held))
            State.Mappings[held] = MappingState.Silenced;
    }

    /// <summary>A release that is given the variable itself takes the handle out of it; copies keep it.</summary>
    private void ClearHandle(IOperation call, FlowCall played, List<Passed> passed)
    {
        if (!played.Contract.Clears(CallSites.MethodOf(call)))
            return;
        var part = played[Part.Address] is null ? Part.Buffer : Part.Address;
        int ordinal = played.Contract[part];
        var place = ordinal == MethodContract.This && CallSites.InstanceOf(call) is { } instance ? PlaceOf(instance)
            : passed.Find(argument => argument.Parameter?.Ordinal == ordinal).Place;
        if (place is not null && played[part] is { IsConst: false } handle)
            State.Memory[place] = FailureTerms.Clear(handle);
    }

    /// <summary>The object holds the mapping from now on. Who else has the object may unmap it: it is ours to unmap only where the object is.</summary>
    private void MapInPlace(Value? holder, Value mapping)
    {
        if (holder is null || BaseOf(holder) is not { } handle)
            return;
        var key = Value.ListState(handle);
        if (State.Memory.TryGetValue(key, out var before) && State.Mappings.TryGetValue(before, out var known) && known.Life != Life.Released)
            State.Mappings[before] = MappingState.Silenced;
        State.Memory[key] = mapping;
        bool own = handle.Kind switch
        {
            ValueKind.Object => !State.Escaped.Contains(handle),
            ValueKind.Fresh => true,
            _ => State.Mappings.TryGetValue(handle, out var memory) && memory.Owned,
        };
        if (!own)
            State.Mappings[mapping] = State.Mappings[mapping] with { Owned = false };
    }

    /// <summary>An object that is mapped in place comes to be held by others.</summary>
    private void ShareHeld(Value value)
    {
        if (!_context.Catalog.HasFiles || value.IsConst || BaseOf(value) is not { } handle)
            return;
        var key = Value.ListState(handle);
        if (!State.Memory.TryGetValue(key, out var held))
        {
            if (handle.Kind == ValueKind.Mapping && ContainsMemory(value, handle))
                State.Mappings[key] = MappingState.Silenced;
        }
        else if (held.Mapping is { Kind: MappingKind.Held } && State.Mappings.TryGetValue(held, out var known))
            State.Mappings[held] = known with { Owned = false };
    }

    /// <summary>The device is given an object that is mapped in place.</summary>
    private void UseHeld(FlowCall played, IOperation at)
    {
        if (!_context.Catalog.HasFiles || (played[Part.Buffer] ?? played[Part.Address]) is not { IsConst: false } given || BaseOf(given) is not { } holder)
            return;
        if (State.Memory.TryGetValue(Value.ListState(holder), out var held) && held.Mapping is { Kind: MappingKind.Held })
            RaiseUse(held, UseKind.HandOver, at);
    }

    /// <summary>A property of memory is set.</summary>
    private void UseTarget(IOperation target, Value? place)
    {
        if (target is not IPropertyReferenceOperation { Arguments.Length: 0, Property.DeclaringSyntaxReferences.Length: 0 } || place is not { Kind: ValueKind.Member, Args.Length: 1 })
            return;
        UseReceiver(State.Memory.TryGetValue(place.Args[0], out var holder) ? holder : place.Args[0], target);
    }

    /// <summary>Unknown code that is told whether a call failed may throw if it did.</summary>
    private void NoteAsked(Value told)
    {
        if (told.Kind is ValueKind.Status or ValueKind.Failed && !IsPartOf(told)
            && told.Args[0] is { Mapping.Contract: { Failure: not Failure.MappingError } } mapping
            && State.Mappings.TryGetValue(mapping, out var known) && known.IsPending)
            State.Mappings[mapping] = known with { Life = Life.Asked };
        foreach (var part in told.Args)
            NoteAsked(part);
    }

    /// <summary>The number is the address itself, or part of what the mapping is.</summary>
    private static bool IsPartOf(Value status) =>
        FailureTerms.MappingOf(status)?.Mapping?.Contract is { Failure: Failure.Property, Success: null, Kind: not MappingKind.Held };

    private static bool TellsAnswer(Value told) =>
        told.Mentions(ValueKind.Count) || told.Mentions(ValueKind.Status) || told.Mentions(ValueKind.Failed);

    private static bool TellsAnswer(Value told, Value mapping) => mapping.Mapping!.Kind == MappingKind.Held
        ? told.Contains(Value.Status(mapping)) || told.Contains(Value.Failed(mapping))
        : told.Contains(Value.Count(mapping)) || told.Contains(Value.Status(mapping));
}
