using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>Replaces an argument that disagrees by the one that the map was given.</summary>
internal sealed class UseMapsArgumentFix() : Fix("XDMA3001", "XDMA3002", "XDMA3003", "XDMA3005", "XDMA3007", "XDMA3010")
{
    private const string Replacement = "Replacement";
    private const int ArgumentLocation = 1;

    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (!fix.Diagnostic.Properties.TryGetValue(Replacement, out string? text) || text is null)
            yield break;
        string title = Title(fix.Diagnostic.Id);
        var expression = SyntaxFactory.ParseExpression(text);
        var call = fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (fix.Other(ArgumentLocation) is ExpressionSyntax argument)
            yield return (title, fix.Root.ReplaceNode(argument, expression.WithTriviaFrom(argument)));
        else if (fix.Diagnostic.AdditionalLocations.Count <= ArgumentLocation && call is not null)
            yield return (title, fix.Root.ReplaceNode(call, call.AddArgumentListArguments(SyntaxFactory.Argument(expression))));
    }

    private static string Title(string id) => id switch
    {
        "XDMA3001" => "Use the size of the map",
        "XDMA3002" => "Use the direction of the map",
        "XDMA3003" => "Use the device of the map",
        "XDMA3005" => "Use the count that MapSg was given",
        "XDMA3007" => "Use the attributes of the map",
        _ => "Use the size of the allocation",
    };
}
