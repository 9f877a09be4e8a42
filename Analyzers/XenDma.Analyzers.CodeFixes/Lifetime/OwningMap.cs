using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>A map whose result owns the mapping and ends it when disposed: the call as text, and the owner's type.</summary>
internal sealed class OwningMap(Judged judged, string call, ITypeSymbol owner)
{
    public string Call { get; } = call;

    /// <summary>What makes an owner of the mapping that the map makes: the map itself, or another one that can be told as much; null where there is none.</summary>
    public static OwningMap? InPlaceOf(Judged judged, InvocationExpressionSyntax map)
    {
        if (Counterpart.Of(judged, map, null) is not { } known)
            return null;
        if (known.Contract.Kind == MappingKind.Owned)
            return judged.Model.GetTypeInfo(map).Type is { } type ? new OwningMap(judged, map.ToString(), type) : null;
        return known.Find(contract => contract is { Role: Role.Map, Kind: MappingKind.Owned }) is { } found
            ? new OwningMap(judged, found.Call, found.Method.ReturnType) : null;
    }

    /// <summary>How the source names the owner's type.</summary>
    public string TypeAt(int position) => owner.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(judged.Model, position);

    /// <summary>The property that tells the address as the other map gives it; null where the owner has none.</summary>
    public string? AddressLike(ITypeSymbol? address) => owner.GetMembers().OfType<IPropertySymbol>()
        .Where(one => one is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } && SymbolEqualityComparer.Default.Equals(one.Type, address))
        .OrderBy(one => one.Name == "Address" ? 0 : 1).FirstOrDefault()?.Name;

    /// <summary>The owner's own sync of the same bytes the same way; null where it has none.</summary>
    public string? Sync(InvocationExpressionSyntax sync, InvocationExpressionSyntax map)
    {
        if (Counterpart.Of(judged, sync, null) is not { } asked || Counterpart.Of(judged, map, null) is not { } mapped
            || asked.Text(Part.Direction) != mapped.Text(Part.Direction))
            return null;
        var methods = owner.GetMembers().OfType<IMethodSymbol>()
            .Where(one => mapped.ContractOf(one) is { } contract && contract.Role == asked.Contract.Role && contract.Kind == MappingKind.Owned).ToList();
        var address = asked.Argument(Part.Address);
        string? size = asked.Text(Part.Size);
        if (address is IdentifierNameSyntax && size == mapped.Text(Part.Size) && methods.Find(one => one.Parameters.Length == 0) is { } whole)
            return whole.Name + "()";
        if (size is null || methods.Find(one => one.Parameters.Length == 2 && one.Parameters[0].Name == "offset") is not { } part)
            return null;
        return address switch
        {
            IdentifierNameSyntax => $"{part.Name}(0, {size})",
            BinaryExpressionSyntax { OperatorToken.Text: "+", Left: IdentifierNameSyntax, Right: var offset } when Fits(offset, part.Parameters[0].Type) =>
                $"{part.Name}({offset.WithoutTrivia()}, {size})",
            _ => null,
        };
    }

    private bool Fits(ExpressionSyntax offset, ITypeSymbol type) =>
        judged.Model.GetConstantValue(offset).HasValue
            ? offset is LiteralExpressionSyntax && int.TryParse(offset.ToString(), out _)
            : SymbolEqualityComparer.Default.Equals(judged.Model.GetTypeInfo(offset).Type, type);
}
