using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What is computed of addresses and frame numbers.</summary>
internal sealed partial class Evaluator
{
    private void RaiseAddress(AddressStep step, Value value, IOperation at, Value? mapping = null)
    {
        if (_frame.Method is { } method && Names.IsOfTheLibrary(method))
            return;
        var address = new FlowAddress(at, step, value, _frame, State, _context.Findings) { Mapping = mapping, Context = _context };
        foreach (var rule in _context.Rules)
        {
            if (rule.OnAddress(address))
                return;
        }
    }

    private void JudgeNarrowing(IConversionOperation conversion, Value value)
    {
        // A checked conversion is a check.
        if (!conversion.IsChecked && WidthOf(conversion.Type) == 32 && WidthOf(conversion.Operand.Type) == 64 && Spaces.IsAddress(Spaces.Of(value)))
            RaiseAddress(AddressStep.Narrowed, value, conversion);
    }

    private void JudgeShift(BinaryOperatorKind kind, IOperation at, Value left)
    {
        if (kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.Multiply && WidthOf(at.Type) == 32)
            RaiseAddress(AddressStep.ShiftedNarrow, left, at);
    }

    /// <summary>An address that is made of a number: of which space the number is tells whether that was a translation.</summary>
    private void JudgeWrapping(IObjectCreationOperation creation, Value value)
    {
        if (Spaces.OfType(creation.Type) != Space.None && !value.IsConst)
            RaiseAddress(AddressStep.Wrapped, value, creation);
    }

    private Value Moved(Value moved, IOperation at)
    {
        if (moved.Kind == ValueKind.Op && BaseOf(moved) is { } mapping && mapping.Mapping is not null)
            RaiseAddress(AddressStep.Moved, moved, at, mapping);
        return moved;
    }

    private const string Address = "address of";

    /// <summary>The number by which the device knows a mapping that is a struct or an object: its member that is called an address.</summary>
    private Value? AddressOf(ISymbol member, Value holder)
    {
        if (holder.IsConst || !IsWide(TypeOf(member)) || !IsBusAddress(member.Name) || BaseOf(holder) is not { } handle)
            return null;
        if (handle.Mapping?.Contract is not null)
            return Value.Of(Address, holder);
        bool held = State.Memory.TryGetValue(Value.ListState(handle), out var mapping) && mapping.Mapping is { Kind: MappingKind.Held }
            && State.Mappings.TryGetValue(mapping, out var known) && known.Life != Life.Released;
        return held ? Value.Of(Address, mapping!) : null;
    }

    /// <summary>The mapping whose address the value is, as a number of its own.</summary>
    public static Value? MappingAt(Value value) => value.IsOp(Address) && BaseOf(value) is { Mapping: not null } mapping ? mapping : null;

    private static bool IsWide(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_UInt64 or SpecialType.System_Int64;

    private static bool IsBusAddress(string name) =>
        (name.EndsWith("Address", System.StringComparison.Ordinal) || name.EndsWith("Addr", System.StringComparison.Ordinal))
        && !name.StartsWith("Virt", System.StringComparison.Ordinal) && !name.StartsWith("Cpu", System.StringComparison.Ordinal)
        && !name.StartsWith("User", System.StringComparison.Ordinal) && !name.StartsWith("Kernel", System.StringComparison.Ordinal)
        && !name.StartsWith("Host", System.StringComparison.Ordinal);

    /// <summary>An address compared with what 32 bits can hold may be narrowed afterwards.</summary>
    private void NoteLimit(Value left, Value right)
    {
        NoteLimitOf(left, right);
        NoteLimitOf(right, left);
    }

    private void NoteLimitOf(Value address, Value bound)
    {
        if (bound.IsNull || address.IsConst || BaseOf(address) is not { } handle)
            return;
        var compared = address.Kind == ValueKind.Op && address.Payload is "RightShift" or "UnsignedRightShift" or "And" ? address.Args[0] : handle;
        if (Spaces.IsAddress(Spaces.Of(compared)))
            State.Memory[Limited(compared)] = Value.True;
    }

    /// <summary>Noted on the path: the address was compared with a limit.</summary>
    public static Value Limited(Value address) => Value.Of("limited", address);
}
