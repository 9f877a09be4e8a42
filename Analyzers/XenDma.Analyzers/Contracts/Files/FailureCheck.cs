using System;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts.Files;

/// <summary>Whether the type of a call's result can say what its failure idiom looks for.</summary>
internal static class FailureCheck
{
    /// <summary>What is wrong, or null.</summary>
    /// <param name="idiom">How the call is said to fail.</param>
    /// <param name="subject">The type of what the call gives.</param>
    /// <param name="holder">The type that has the property, for that idiom.</param>
    /// <param name="success">The value of that property which says that the call succeeded, where it is no bool.</param>
    public static string? Of(FailureIdiom idiom, ITypeSymbol subject, ITypeSymbol? holder, out decimal? success)
    {
        success = null;
        switch (idiom.Kind)
        {
            case Failure.Null when !(subject.IsReferenceType || IsAddress(subject) || IsNullable(subject)):
                return $"the call gives {Name(subject)}, which is never null";
            case Failure.Zero or Failure.MinusOne or Failure.Negative
                when !IsInteger(subject) && !IsAddress(subject) && !(subject is { IsValueType: true, SpecialType: SpecialType.None }):
                return $"the call gives {Name(subject)}, which is no number";
            case Failure.NonZeroStatus when !IsInteger(subject) && subject.TypeKind != TypeKind.Enum:
                return $"the call gives {Name(subject)}, which is no status";
            case Failure.False when subject.SpecialType != SpecialType.System_Boolean:
                return $"the call gives {Name(subject)}, which is no bool";
            case Failure.Property:
                return OfProperty(idiom, holder, out success);
            default:
                return null;
        }
    }

    public static bool IsInteger(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static bool IsAddress(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Pointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static string? OfProperty(FailureIdiom idiom, ITypeSymbol? holder, out decimal? success)
    {
        success = null;
        var type = TypeOf(holder, idiom.Property);
        if (type is null)
            return $"{Name(holder)} has no property '{idiom.Property}'";
        if (idiom.Member is null)
        {
            bool isNumber = IsInteger(type) || IsAddress(type) || type.IsReferenceType;
            bool tells = type.SpecialType == SpecialType.System_Boolean || (!idiom.IsInverted && isNumber);
            return tells ? null : $"'{idiom.Property}' is no bool and no number: property:{idiom.Property}=Member was expected";
        }
        foreach (var member in type.GetMembers(idiom.Member))
        {
            if (type.TypeKind == TypeKind.Enum && member is IFieldSymbol { HasConstantValue: true, ConstantValue: { } value })
                success = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        }
        return success is null ? $"{Name(type)} is no enum with a member '{idiom.Member}'" : null;
    }

    private static ITypeSymbol? TypeOf(ITypeSymbol? holder, string name)
    {
        for (var type = holder; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IPropertySymbol { IsStatic: false } property)
                    return property.Type;
                if (member is IFieldSymbol { IsStatic: false } field)
                    return field.Type;
            }
        }
        return null;
    }

    private static string Name(ITypeSymbol? type) => type?.ToDisplayString() ?? "nothing";
}
