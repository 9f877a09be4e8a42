using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.Contracts;

/// <summary>The full names that stand for the contract; any library may declare its own copy of them.</summary>
internal static class Names
{
    public const string Namespace = "XenDma";
    public const string ContractAttribute = "DmaContractAttribute";
    public const string PartAttribute = "DmaPartAttribute";
    public const string OwnedAttribute = "DmaOwnedAttribute";
    public const string MappedAttribute = "DmaMappedAttribute";

    /// <summary>Whether the type is XenDma.<paramref name="name"/>, of whatever assembly.</summary>
    public static bool Is(ITypeSymbol? type, string name) =>
        type is { ContainingType: null } && type.Name == name && InNamespace(type);

    public static bool InNamespace(ISymbol symbol) =>
        symbol.ContainingNamespace is { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Code of the library that translates addresses, or of what checks it: to make one of the other is its work. Its samples are drivers.</summary>
    public static bool IsOfTheLibrary(ISymbol member)
    {
        var space = member.ContainingNamespace;
        string inner = "";
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            inner = space.Name;
            space = space.ContainingNamespace;
        }
        return space is { Name: Namespace } && inner != "Samples";
    }

    public static AttributeData? Attribute(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (Is(attribute.AttributeClass, name))
                return attribute;
        }
        return null;
    }

    /// <summary>The name of the enum member that the attribute's first argument stands for.</summary>
    public static string? FirstEnumArgument(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length == 0)
            return null;
        var argument = attribute.ConstructorArguments[0];
        return argument.Kind == TypedConstantKind.Enum && argument.Type is { } type ? MemberName(type, argument.Value) : null;
    }

    public static string? MemberName(ITypeSymbol enumType, object? value)
    {
        foreach (var member in enumType.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, value))
                return field.Name;
        }
        return null;
    }
}
