using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
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
        return Shorten(text);
    }

    /// <summary>The mapping's address as the call names it.</summary>
    public static string Address(FlowCall call) =>
        Text(call.Source(Contracts.Part.Address) ?? call.Source(Contracts.Part.List) ?? call.Source(Contracts.Part.Buffer));

    /// <summary>The mapping as the source that made it names it: the variable that took the address, else the buffer.</summary>
    public static string Name(MappingInfo? info)
    {
        if (info is null)
            return "the mapping";
        for (var node = info.Site.Syntax.Parent; node is not null and not StatementSyntax; node = node.Parent)
        {
            if (node is VariableDeclaratorSyntax declarator)
                return declarator.Identifier.Text;
            if (node is AssignmentExpressionSyntax assignment && assignment.Right.Span.Contains(info.Site.Syntax.Span))
                return Shorten(assignment.Left.ToString());
        }
        return Text(info.Site);
    }

    /// <summary>The method that mapped.</summary>
    public static string Caller(MappingInfo info) => CallSites.MethodOf(info.Call)?.Name ?? "another call";

    /// <summary>A value that has a source spelling: a number, an enum member by its own name, else as written.</summary>
    public static string Value(Value? value, IOperation? written)
    {
        if (written?.Type is { TypeKind: TypeKind.Enum } type && written.ConstantValue is { HasValue: true, Value: { } constant })
            return Contracts.Names.MemberName(type, constant) ?? Text(written);
        return value?.Number is { } number && written?.Type?.TypeKind != TypeKind.Enum
            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : Text(written);
    }

    /// <summary>What was written for a part of the call that mapped.</summary>
    public static IOperation? Written(MappingInfo? info, Contracts.Part part)
    {
        if (info?.Contract is not { } contract)
            return null;
        if (contract[part] == Contracts.MethodContract.This)
            return CallSites.InstanceOf(info.Call);
        foreach (var argument in CallSites.ArgumentsOf(info.Call))
        {
            if (argument.Parameter?.Ordinal == contract[part])
                return argument.Value;
        }
        return null;
    }

    private static string Shorten(string text) => text.Length <= MaxText ? text : text.Substring(0, MaxText - 3) + "...";

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];
}
