using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>Texts that a code fix may put at another place of the same body.</summary>
internal static class Replacements
{
    /// <summary>The text of an argument of the map call, if it means the same at the other call; else null.</summary>
    public static string? SameText(FlowCall call, IOperation? written)
    {
        if (written is null || call.Frame.Depth != 0 || !IsStable(written))
            return null;
        return written.Syntax.ToString();
    }

    private static bool IsStable(IOperation operation)
    {
        if (operation is not (ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            or IPropertyReferenceOperation or IBinaryOperation or IConversionOperation or IInstanceReferenceOperation))
            return false;
        foreach (var child in operation.ChildOperations)
        {
            if (!IsStable(child))
                return false;
        }
        return true;
    }
}
