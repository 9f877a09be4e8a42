using System;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>What is known of the base library's methods.</summary>
internal static class KnownCalls
{
    private static readonly ConditionalWeakTable<INamespaceSymbol, string> Spaces = new();

    /// <summary>Same arguments, same result, no effect.</summary>
    public static bool IsPure(IMethodSymbol method)
    {
        if (method.ReturnsVoid || method.ContainingType is not { } type || NamespaceOf(type) != "System")
            return false;
        if (type.SpecialType is >= SpecialType.System_Enum and <= SpecialType.System_String)
            return method.Name is not ("GetType" or "CopyTo");
        return type.Name is "Math" or "MathF" or "BitConverter" or "Convert" or "Nullable" || method.Name is "ReferenceEquals";
    }

    /// <summary>Gives its receiver back, as far as handles are concerned.</summary>
    public static bool IsIdentity(IMethodSymbol method) => method.Name switch
    {
        "GetValueOrDefault" => method.ContainingType?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T,
        "ConfigureAwait" => NamespaceOf(method.ContainingType) == "System.Threading.Tasks",
        _ => false,
    };

    public static bool IsCollection(INamedTypeSymbol? type)
    {
        if (type is null)
            return false;
        if (type.SpecialType == SpecialType.System_Array || type.Name is "Span" or "ReadOnlySpan" or "Memory")
            return NamespaceOf(type) == "System" && !HoldsBytes(type);
        string space = NamespaceOf(type);
        return space.StartsWith("System.Collections", StringComparison.Ordinal) || space == "System.Linq" || type.Name == "MemoryExtensions";
    }

    /// <summary>May tell, or insist, that what it is given is within bounds.</summary>
    public static bool MayCheck(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        || method.Name.StartsWith("Throw", StringComparison.Ordinal) || method.Name.StartsWith("Check", StringComparison.Ordinal)
        || method.Name.StartsWith("Validate", StringComparison.Ordinal) || method.Name.StartsWith("Assert", StringComparison.Ordinal)
        || method.Name.StartsWith("Ensure", StringComparison.Ordinal) || method.Name.StartsWith("Require", StringComparison.Ordinal);

    /// <summary>By its name, adds or takes elements.</summary>
    public static bool IsMutation(IMethodSymbol method) => method.Name switch
    {
        "Add" or "AddRange" or "AddFirst" or "AddLast" or "TryAdd" or "Insert" or "Enqueue" or "Push" or "Clear" or "Pop" or "TryPop" or "Dequeue"
            or "TryDequeue" or "Sort" or "Reverse" => true,
        var name => name.StartsWith("Remove", StringComparison.Ordinal) || name.StartsWith("TryRemove", StringComparison.Ordinal)
            || name.StartsWith("TryTake", StringComparison.Ordinal),
    };

    /// <summary>Only looks at its arguments: they do not come to be held.</summary>
    public static bool IsLookup(IMethodSymbol method) =>
        method.Name.StartsWith("Contains", StringComparison.Ordinal) || method.Name.StartsWith("Remove", StringComparison.Ordinal)
        || method.Name.StartsWith("TryRemove", StringComparison.Ordinal)
        || method.Name.StartsWith("TryGet", StringComparison.Ordinal) || method.Name.StartsWith("IndexOf", StringComparison.Ordinal)
        || method.Name is "TryDequeue" or "TryPop" or "TryPeek" or "TryTake" or "Clear" or "ForEach" or "Exists" or "Find"
        || NamespaceOf(method.ContainingType) == "System.Linq";

    /// <summary>Prints or compares what it is given: no device learns of it.</summary>
    public static bool IsHarmless(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return false;
        if (method.Name is "ToString" or "Equals" or "GetHashCode" or "CompareTo")
            return true;
        string space = NamespaceOf(method.ContainingType);
        return space is "System" or "System.Text" or "System.IO" or "System.Globalization"
            || space.StartsWith("System.Diagnostics", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal);
    }

    private static bool HoldsBytes(INamedTypeSymbol type) =>
        type.TypeArguments.Length == 1 && type.TypeArguments[0].SpecialType != SpecialType.None;

    private static string NamespaceOf(INamedTypeSymbol? type) =>
        type?.ContainingNamespace is { } space ? Spaces.GetValue(space, static s => s.ToDisplayString()) : "";
}
