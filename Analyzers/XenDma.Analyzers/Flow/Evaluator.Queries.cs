using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>Queries over collections of handles: what they yield belongs to their sources.</summary>
internal sealed partial class Evaluator
{
    /// <summary>A query whose result holds what its sources hold, and not just numbers made from it.</summary>
    private static bool HandsOnElements(IInvocationOperation call)
    {
        if (call.TargetMethod.Parameters.Length == 0 || ElementType(Unconverted(call.Arguments[0].Value).Type) is not { } element)
            return false;
        return Holds(call.Type, element, depth: 0);
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    private static ITypeSymbol? ElementType(ITypeSymbol? collection) => collection switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => arguments[arguments.Length - 1],
        _ => null,
    };

    private static bool Holds(ITypeSymbol? type, ITypeSymbol element, int depth)
    {
        if (SymbolEqualityComparer.Default.Equals(type, element))
            return true;
        if (type is IArrayTypeSymbol array)
            return Holds(array.ElementType, element, depth);
        if (type is not INamedTypeSymbol named || depth > 3)
            return false;
        foreach (var argument in named.TypeArguments)
        {
            if (Holds(argument, element, depth + 1))
                return true;
        }
        return false;
    }

    /// <summary>How many elements come out is not known, so nothing more is said of what the sources hold.</summary>
    private Value ElementsOf(IInvocationOperation call, List<Passed> passed)
    {
        Value? source = null;
        foreach (var argument in passed)
        {
            if (argument.Value.Kind == ValueKind.Function || !Concerns(argument.Value))
                continue;
            source ??= argument.Value;
            SilenceContents(Value.Item(argument.Value, call, State.Round));
        }
        return source is null ? Fresh(call) : Value.Item(source, call, State.Round);
    }
}
