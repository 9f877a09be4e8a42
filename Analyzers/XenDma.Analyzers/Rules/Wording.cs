using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules;

/// <summary>How messages name things: a mapping by the source text of its address, a call by its line.</summary>
internal static class Wording
{
    private const int MaxText = 60;

    public static string Line(IOperation operation) =>
        "line " + (operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The source text of an operation, on one line and not too long.</summary>
    public static string Text(IOperation? operation)
    {
        if (operation is null)
            return "the mapping";
        string text = string.Join(" ", operation.Syntax.ToString().Split(Blanks, System.StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxText ? text : text.Substring(0, MaxText - 3) + "...";
    }

    /// <summary>The mapping's address as the call names it.</summary>
    public static string Address(FlowCall call) =>
        Text(call.Source(Contracts.Part.Address) ?? call.Source(Contracts.Part.List) ?? call.Source(Contracts.Part.Buffer));

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];
}
