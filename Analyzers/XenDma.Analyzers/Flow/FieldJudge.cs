using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>Judges a field that keeps a mapping by its type as a whole: whether anything in it could release what the field holds.</summary>
internal sealed class FieldJudge(ContractCatalog catalog, MethodBodies bodies)
{
    private readonly ConcurrentDictionary<ISymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>True when all uses of the private field are seen, and none can be, or lead to, a release.</summary>
    public bool IsNeverReleased(ISymbol field, CancellationToken cancellation)
    {
        if (_known.TryGetValue(field, out bool known))
            return known;
        return _known.GetOrAdd(field, Judge(field, cancellation));
    }

    private bool Judge(ISymbol field, CancellationToken cancellation)
    {
        if (field is not (IFieldSymbol or IPropertySymbol) || field.ContainingType is not { } type)
            return false;
        bool hidden = field.DeclaredAccessibility == Accessibility.Private || type.DeclaredAccessibility == Accessibility.Private;
        if (!hidden || Names.Attribute(field, Names.OwnedAttribute) is not null)
            return false;
        while (type.ContainingType is { } outer)
            type = outer;
        return !MayRelease(type, field, cancellation);
    }

    private bool MayRelease(INamedTypeSymbol type, ISymbol field, CancellationToken cancellation)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested && MayRelease(nested, field, cancellation))
                return true;
            if (member is not IMethodSymbol method || !bodies.Traits(method, cancellation).Mentions.Contains(field))
                continue;
            if (bodies.Body(method, cancellation) is not { } body)
                return true;
            foreach (var operation in body.Descendants())
            {
                if (operation is IMemberReferenceOperation reference
                    && SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, field) && !IsHarmless(reference))
                    return true;
            }
        }
        return false;
    }

    /// <summary>The use reads the address to tell it, sync it or test it, or it is the store itself.</summary>
    private bool IsHarmless(IOperation reference)
    {
        var use = reference;
        while (CarriesOn(use.Parent))
            use = use.Parent!;
        switch (use.Parent)
        {
            case ISimpleAssignmentOperation assignment:
                return assignment.Target == use;
            case IExpressionStatementOperation or IBinaryOperation:
                return true;
            case IIsPatternOperation pattern:
                return pattern.Pattern is IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation };
            case IPropertyReferenceOperation property:
                return property.Type is { SpecialType: not SpecialType.None };
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return TellsOnly(call, argument);
            case IInvocationOperation call:
                return catalog.Of(call.TargetMethod) is not { Releases: true } && call.TargetMethod.Name != "Dispose"
                    && call.TargetMethod.DeclaringSyntaxReferences.Length == 0 && !KnownCalls.IsCollection(call.TargetMethod.ContainingType);
            default:
                return false;
        }
    }

    /// <summary>What stands above is the same address, or an element of what the field holds.</summary>
    private static bool CarriesOn(IOperation? parent) => parent switch
    {
        IConversionOperation or IParenthesizedOperation or IArrayElementReferenceOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } => true,
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Type.SpecialType: SpecialType.None } => true,
        IPropertyReferenceOperation { Property.Name: "Value" or "Address" or "Span" } => true,
        _ => false,
    };

    /// <summary>The address is an argument of a call that does not release: a role of another kind, the call that fills the field, or unknown code.</summary>
    private bool TellsOnly(IInvocationOperation call, IArgumentOperation argument)
    {
        if (catalog.Of(call.TargetMethod) is { } contract)
            return !contract.Releases;
        bool known = call.TargetMethod.DeclaringSyntaxReferences.Length > 0 && !call.TargetMethod.IsAbstract;
        bool transfers = argument.Parameter is null or { RefKind: not RefKind.None } || Names.Attribute(argument.Parameter, Names.OwnedAttribute) is not null;
        return !known && !transfers && argument.Value.Type is { IsValueType: true };
    }
}
