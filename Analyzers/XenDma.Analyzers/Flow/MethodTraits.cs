using System.Collections.Generic;
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

    /// <summary>Maps or unmaps itself what its caller holds: a scatter list, an object in place.</summary>
    public bool MapsForCaller { get; private set; }

    /// <summary>Asks how large a mapping may be.</summary>
    public bool AsksLimit { get; private set; }

    /// <summary>Fields and properties that the body itself mentions.</summary>
    public HashSet<ISymbol> Mentions { get; } = new(SymbolEqualityComparer.Default);

    public HashSet<ISymbol> Writes { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Methods of the same compilation that it calls.</summary>
    public HashSet<IMethodSymbol> Calls { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Its invocations of methods that have a contract, in order.</summary>
    public List<(IInvocationOperation Call, MethodContract Contract)> Roles { get; } = [];

    public static MethodTraits Read(IOperation? body, ContractCatalog catalog)
    {
        if (body is null || IsStub(body))
            return Unknown;
        var traits = new MethodTraits { HasBody = true };
        int count = 0;
        foreach (var operation in body.Descendants())
        {
            count++;
            traits.Add(operation, catalog);
        }
        traits.IsSmall = count < SmallBody;
        return traits;
    }

    private void Add(IOperation operation, ContractCatalog catalog)
    {
        switch (operation.Kind)
        {
            case OperationKind.AnonymousFunction:
                HasLambda = true;
                break;
            case OperationKind.YieldReturn or OperationKind.YieldBreak:
                IsIterator = true;
                break;
            case OperationKind.FieldReference or OperationKind.PropertyReference:
                AddMention((IMemberReferenceOperation)operation);
                if (catalog.HasFiles)
                    AddCall(operation, catalog);
                break;
            case OperationKind.ObjectCreation:
                TouchesAddresses |= Spaces.OfType(operation.Type) != Space.None;
                if (catalog.HasFiles)
                    AddCall(operation, catalog);
                break;
            case OperationKind.Binary:
                TouchesAddresses |= PageShifts.IsByPage((IBinaryOperation)operation);
                break;
            case OperationKind.Invocation:
                AddCall(operation, catalog);
                break;
        }
    }

    private void AddMention(IMemberReferenceOperation reference)
    {
        var member = reference.Member;
        Mentions.Add(member.OriginalDefinition);
        TouchesAddresses |= member.Name == "DmaOps" || Spaces.OfType(member.ContainingType) != Space.None;
        if (IsWritten(reference))
            Writes.Add(member.OriginalDefinition);
    }

    private void AddCall(IOperation operation, ContractCatalog catalog)
    {
        if (CallSites.MethodOf(operation) is not { } method)
            return;
        var call = operation as IInvocationOperation;
        if (method.Name == "MaxMappingSize")
        {
            TouchesAddresses = true;
            AsksLimit |= call is not null;
        }
        if (catalog.Of(method) is { } contract)
        {
            TouchesDma = true;
            Releases |= contract.Releases;
            Syncs |= contract.Syncs;
            Drives |= contract.Role is Role.Wait or Role.Stop;
            MapsForCaller |= contract.Role is Role.MapSg or Role.UnmapSg || contract.Kind == MappingKind.Held;
            if (call is not null)
                Roles.Add((call, contract));
        }
        else if (call is null)
            return;
        else if (catalog.HandsOutMapped(method))
            TouchesDma = true;
        else if (method.DeclaringSyntaxReferences.Length > 0)
            Calls.Add(method.OriginalDefinition);
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
