using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Flow;

/// <summary>The variables that lambdas use. Read from the bound tree behind a graph.</summary>
internal static class CapturedVariables
{
    /// <summary>Adds the variables that some lambda under <paramref name="body"/> writes.</summary>
    public static void AddWritten(IOperation body, HashSet<ISymbol> written)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is not IAnonymousFunctionOperation lambda)
                continue;
            foreach (var inner in lambda.Body.Descendants())
            {
                if (inner is ILocalReferenceOperation local && IsWritten(local) && !IsOwn(local.Local, lambda))
                    written.Add(local.Local);
                else if (inner is IParameterReferenceOperation parameter && IsWritten(parameter) && !IsOwn(parameter.Parameter, lambda))
                    written.Add(parameter.Parameter);
            }
        }
    }

    private static bool IsOwn(ISymbol variable, IAnonymousFunctionOperation lambda) =>
        SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, lambda.Symbol);

    private static bool IsWritten(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out },
        ITupleOperation => true,
        _ => false,
    };
}
