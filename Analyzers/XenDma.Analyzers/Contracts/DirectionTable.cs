using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>Which constants of a library stand for which direction.</summary>
internal sealed class DirectionTable
{
    public static readonly string[] All = ["Bidirectional", "ToDevice", "FromDevice", "None"];

    private readonly List<(ITypeSymbol? Enum, decimal Number, string Direction)> _known = [];

    public bool IsEmpty => _known.Count == 0;

    public static bool IsDirection(string text) => Array.IndexOf(All, text) >= 0;

    /// <summary>False where the constant is no number.</summary>
    public bool Add(IFieldSymbol constant, string direction)
    {
        if (constant is not { HasConstantValue: true, ConstantValue: sbyte or byte or short or ushort or int or uint or long or ulong })
            return false;
        _known.Add((EnumOf(constant.Type), Convert.ToDecimal(constant.ConstantValue, CultureInfo.InvariantCulture), direction));
        return true;
    }

    /// <summary>The direction that the value of that type stands for, alone or among other flags; null when the library names none.</summary>
    public string? Of(ITypeSymbol? type, decimal value)
    {
        var searched = EnumOf(type);
        var ofType = _known.FindAll(one => SymbolEqualityComparer.Default.Equals(one.Enum, searched));
        if (ofType.Find(one => one.Number == value).Direction is { } exact)
            return exact;
        (decimal Number, string Direction)? best = null;
        foreach (var (_, constant, direction) in ofType)
        {
            if (!Contains(value, constant))
                continue;
            if (best is not { } before || Contains(constant, before.Number))
                best = (constant, direction);
            else if (!Contains(before.Number, constant))
                return null;
        }
        return best?.Direction;
    }

    /// <summary>Numbers that are no enum's are one kind, whatever their width.</summary>
    private static ITypeSymbol? EnumOf(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum } ? type : null;

    private static bool Contains(decimal flags, decimal flag) =>
        flag > 0m && flags > 0m && flags <= ulong.MaxValue && flag <= ulong.MaxValue && ((ulong)flags & (ulong)flag) == (ulong)flag;
}
