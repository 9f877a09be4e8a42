using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Directions are known by what a contract says of the method or of its library's constants, else by the names of the enum's members.</summary>
internal static class DirectionNames
{
    private static readonly ConditionalWeakTable<ITypeSymbol, Dictionary<decimal, string>> Members = new();

    /// <summary>The direction of a call that has the contract; null when it is not known.</summary>
    public static string? Of(MethodContract? contract, Value? direction, IOperation? written)
    {
        if (contract?.Direction is { } always)
            return always;
        var unconverted = written;
        while (unconverted is IConversionOperation conversion)
            unconverted = conversion.Operand;
        if (contract?.Directions is not { } table)
            return Of(direction, unconverted);
        return direction?.Number is { } number ? table.Of(unconverted?.Type, number) ?? table.Of(written?.Type, number) : null;
    }

    /// <summary>The member that the value stands for; null when it is not known.</summary>
    public static string? Of(Value? direction, IOperation? written)
    {
        if (direction?.Number is not { } number || written?.Type is not { TypeKind: TypeKind.Enum } type)
            return null;
        return Members.GetValue(type, static one => NamesOf(one)).TryGetValue(number, out string name) ? name : null;
    }

    private static Dictionary<decimal, string> NamesOf(ITypeSymbol type)
    {
        var names = new Dictionary<decimal, string>();
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { HasConstantValue: true } field)
                continue;
            decimal number = System.Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture);
            // Of two names for one number, the first.
            if (!names.ContainsKey(number))
                names.Add(number, field.Name);
        }
        return names;
    }

    /// <summary>Whether the attributes say that the call leaves the CPU's caches and bounce buffers alone.</summary>
    public static bool SkipsSync(Value? attrs, IOperation? written)
    {
        if (attrs?.Number is not { } number || number <= 0m || number > ulong.MaxValue)
            return false;
        var members = written?.Type?.GetMembers("SkipCpuSync");
        return members is { Length: 1 } found && found[0] is IFieldSymbol { HasConstantValue: true, ConstantValue: { } bit }
            && ((ulong)number & System.Convert.ToUInt64(bit, System.Globalization.CultureInfo.InvariantCulture)) != 0;
    }
}
