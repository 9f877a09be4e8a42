using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace XenDma.Analyzers.Rules;

/// <summary>What is done with a call's result.</summary>
internal static class Statements
{
    /// <summary>Nobody will ever see the result: a statement of its own, or assigned to a discard.</summary>
    public static bool IsDropped(IOperation call) => call.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        _ => false,
    };
}
