using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

internal sealed partial class Evaluator
{
    private Value EvaluateProperty(IPropertyReferenceOperation property)
    {
        var member = property.Property;
        if (_context.Catalog.HasFiles && _context.Catalog.Of(member.GetMethod) is { } contract)
            return PlayRole(property, contract, property.Instance is null ? null : Evaluate(property.Instance), Pass(property.Arguments));
        if (property.Instance is null)
            return WalkGetter(property, null) ?? Read(PlaceOf(property)!, property);
        var receiver = Evaluate(property.Instance);
        if (AnswerIn(member, receiver) is { } answer)
            return answer;
        UseReceiver(receiver, property);
        if (IsHandle(member, receiver) || MemoryCalls.IsNamedView(member))
            return receiver;
        if (MemoryCalls.IsWholeView(member))
            return Views.Slice(receiver, Value.Int(0m), null);
        if (AddressOf(member, receiver) is { } address)
            return address;
        if (member.Name == "DmaOps")
            RaiseAddress(AddressStep.OpsTaken, receiver, property);
        if (member.Name == "HasValue" && member.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Terms.Not(Terms.Equal(receiver, Value.Null));
        if (receiver.Mapping is { Kind: MappingKind.Owned, Size: { } size } && member.Name == "Length")
            return size;
        if (member.Name is "Count" or "Length" && State.Memory.TryGetValue(Value.SizeOf(receiver), out var count))
            return count;
        if (member.Name == "Current" && property.Arguments.IsEmpty)
            return Current(receiver, property);
        return WalkGetter(property, receiver) ?? Read(PropertyPlace(property, receiver), property);
    }

    private Value PropertyPlace(IPropertyReferenceOperation property, Value receiver)
    {
        if (!property.Arguments.IsEmpty)
            return IndexedPlace(receiver, property);
        return Value.Member(Holder(property.Instance!, receiver), property.Property.OriginalDefinition);
    }

    private Value? WalkGetter(IPropertyReferenceOperation property, Value? receiver)
    {
        var getter = property.Property.GetMethod;
        bool computed = getter is { DeclaringSyntaxReferences.Length: 1, IsAbstract: false } && property.Arguments.IsEmpty;
        return computed ? Walk(property, getter!, receiver, []) : null;
    }

    private Value EvaluateCreation(IObjectCreationOperation creation)
    {
        var passed = Pass(creation.Arguments);
        if (_context.Catalog.HasFiles && _context.Catalog.Of(creation.Constructor) is { } contract)
            return PlayRole(creation, contract, null, passed);
        if (creation.Type is not INamedTypeSymbol type)
            return Fresh(creation);
        foreach (var argument in passed)
        {
            if (type.DeclaringSyntaxReferences.IsEmpty)
                JudgeOperand(argument, creation);
        }
        if (passed.Count == 1)
            JudgeWrapping(creation, passed[0].Value);
        if (EvaluateSpanCreation(creation, passed) is { } span)
            return span;
        if (type.IsValueType && passed.Count == 0 && !HasSeveralFields(type))
            return DefaultOf(type);
        if (type.IsValueType && passed.Count == 1 && !type.IsTupleType && WrapsAddress(type, passed[0].Value) is { } wrapped)
            return wrapped;

        var created = new Value(ValueKind.Object, creation, State.Round);
        bool passive = IsPassive(type);
        if (passive && KnownCalls.IsCollection(type))
            State.Memory[Value.SizeOf(created)] = Value.Int(0m);
        foreach (var argument in passed)
        {
            var member = MemberNamed(type, argument.Parameter?.Name);
            bool owned = IsOwned(argument.Parameter) || IsOwned(member);
            if (owned || !passive)
                Hand(argument.Value, created, creation);
            if (passive && KnownCalls.IsCollection(type) && member is null)
            {
                Contain(created, argument.Value, creation);
                continue;
            }
            State.Memory[member is null ? Value.Element(created, Value.Int(argument.Parameter?.Ordinal ?? 0)) : Value.Member(created, member)]
                = argument.Value;
        }
        return created;
    }

    /// <summary>More than an address: a struct whose initializer fills it in after its creation.</summary>
    private static bool HasSeveralFields(INamedTypeSymbol type)
    {
        int fields = 0;
        foreach (var member in type.GetMembers())
            fields += member is IFieldSymbol { IsStatic: false } ? 1 : 0;
        return fields > 1;
    }

    private static bool IsOwned(ISymbol? symbol) => symbol is not null && Names.Attribute(symbol, Names.OwnedAttribute) is not null;

    /// <summary>A struct around one number that is an address: the same mapping, or no mapping.</summary>
    private Value? WrapsAddress(INamedTypeSymbol type, Value value)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return value;
        if (value.Number == 0m)
            return new Value(ValueKind.Default, null);
        if (value.Mapping is not null || Mentioned(value).Count > 0)
            return value;
        return value.Number is not null ? value : new Value(ValueKind.Op, type, value);
    }

    /// <summary>Holds what it is given and does nothing with it.</summary>
    private static bool IsPassive(INamedTypeSymbol type) =>
        type.IsRecord || type.IsAnonymousType || type.IsTupleType || KnownCalls.IsCollection(type)
        || (type.IsValueType && type.DeclaringSyntaxReferences.Length == 0)
        || type.Name is "KeyValuePair" or "Tuple";

    private static ISymbol? MemberNamed(INamedTypeSymbol type, string? name)
    {
        if (name is null || !type.IsRecord)
            return null;
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            if (member is IPropertySymbol && string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member;
        }
        return null;
    }

    private Value EvaluateArray(IArrayCreationOperation array)
    {
        var sizes = EvaluateAll(array.DimensionSizes);
        var created = new Value(ValueKind.Object, array, State.Round);
        if (sizes.Length == 1)
        {
            State.Memory[Value.SizeOf(created)] = sizes[0];
            JudgeTrust(sizes[0], TrustUse.Length, array);
        }
        if (array.Initializer is not { } initializer)
            return created;
        for (int i = 0; i < initializer.ElementValues.Length && i < 64; i++)
            Hold(Value.Element(created, Value.Int(i)), Evaluate(initializer.ElementValues[i]));
        return created;
    }
}
