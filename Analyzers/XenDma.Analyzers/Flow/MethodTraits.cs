using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.Flow;

/// <summary>What a body does at first sight, without walking it.</summary>
internal sealed class MethodTraits
{
    private const int SmallBody = 60;
    public static readonly MethodTraits Unknown = new();

    public bool HasBody { get; private init; }

    /// <summary>Calls a method that has a contract.</summary>
    public bool TouchesDma { get; private set; }

    /// <summary>Narrows, shifts or makes addresses, or takes the device's own ops.</summary>
    public bool TouchesAddresses { get; private set; }

    /// <summary>Cheap enough to be walked into for its result alone.</summary>
    public bool IsSmall { get; private set; }

    public bool IsIterator { get; private set; }

    public bool HasLambda { get; private set; }

    /// <summary>Calls an unmap or a free itself.</summary>
    public bool Releases { get; private set; }

    /// <summary>Calls a sync itself.</summary>
    public bool Syncs { get; private set; }

    /// <summary>Waits for a device, or stops it.</summary>
    public bool Drives { get; private set; }

    /// <summary>Maps or unmaps a scatter list itself.</summary>
    public bool MapsLists { get; private set; }

    /// <summary>Fields and properties that the body itself mentions.</summary>
    public ImmutableHashSet<ISymbol> Mentions { get; private set; } = ImmutableHashSet<ISymbol>.Empty;

    public ImmutableHashSet<ISymbol> Writes { get; private set; } = ImmutableHashSet<ISymbol>.Empty;

    /// <summary>Methods of the same compilation that it calls.</summary>
    public ImmutableArray<IMethodSymbol> Calls { get; private set; } = ImmutableArray<IMethodSymbol>.Empty;

    public static MethodTraits Read(IOperation? body, ContractCatalog catalog)
    {
        if (body is null || IsStub(body))
            return Unknown;
        var traits = new MethodTraits { HasBody = true };
        var writes = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var mentions = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var calls = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        int count = 0;
        foreach (var operation in body.Descendants())
        {
            count++;
            traits.HasLambda |= operation.Kind == OperationKind.AnonymousFunction;
            traits.IsIterator |= operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak;
            if (operation is IMemberReferenceOperation member and (IFieldReferenceOperation or IPropertyReferenceOperation))
            {
                mentions.Add(member.Member.OriginalDefinition);
                traits.TouchesAddresses |= member.Member.Name == "DmaOps" || Spaces.OfType(member.Member.ContainingType) != Space.None;
                if (IsWritten(operation))
                    writes.Add(member.Member.OriginalDefinition);
            }
            traits.TouchesAddresses |= operation is IObjectCreationOperation creation && Spaces.OfType(creation.Type) != Space.None;
            bool mayPlay = operation.Kind == OperationKind.Invocation || (catalog.HasFiles && operation.Kind is OperationKind.ObjectCreation
                or OperationKind.PropertyReference);
            if (!mayPlay || CallSites.MethodOf(operation) is not { } method)
                continue;
            traits.TouchesAddresses |= method.Name == "MaxMappingSize";
            if (catalog.Of(method) is { } contract)
            {
                traits.TouchesDma = true;
                traits.Releases |= contract.Releases;
                traits.Syncs |= contract.Syncs;
                traits.Drives |= contract.Role is Role.Wait or Role.Stop;
                traits.MapsLists |= contract.Role is Role.MapSg or Role.UnmapSg;
            }
            else if (operation is not IInvocationOperation)
                continue;
            else if (catalog.HandsOutMapped(method))
                traits.TouchesDma = true;
            else if (method.DeclaringSyntaxReferences.Length > 0)
                calls.Add(method.OriginalDefinition);
        }
        traits.IsSmall = count < SmallBody;
        traits.Mentions = mentions.ToImmutable();
        traits.Writes = writes.ToImmutable();
        traits.Calls = ImmutableArray.CreateRange(calls);
        return traits;
    }

    /// <summary>A signature with nothing behind it, as reference sources have it: <c>=> throw null!</c>.</summary>
    private static bool IsStub(IOperation body)
    {
        var only = body;
        while (only is IMethodBodyOperation or IBlockOperation { Operations.Length: 1 } or IExpressionStatementOperation or IReturnOperation or IConversionOperation)
        {
            only = only switch
            {
                IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
                IBlockOperation block => block.Operations[0],
                IExpressionStatementOperation statement => statement.Operation,
                IReturnOperation returned => returned.ReturnedValue,
                _ => ((IConversionOperation)only).Operand,
            };
        }
        if (only is not IThrowOperation { Exception: { } thrown })
            return false;
        while (thrown is IConversionOperation conversion)
            thrown = conversion.Operand;
        return thrown.ConstantValue is { HasValue: true, Value: null };
    }

    private static bool IsWritten(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out },
        ITupleOperation => true,
        _ => false,
    };
}
