using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>Replaces an argument that disagrees by the one that the map was given.</summary>
public abstract class UseMapsArgumentFix : DmaCodeFix
{
    private const string Replacement = "Replacement";
    private const int ArgumentLocation = 1;
    private readonly string _title;

    private protected UseMapsArgumentFix(string id, string title)
        : base(id) => _title = title;

    private protected sealed override void Register(FixContext fix)
    {
        if (!fix.Diagnostic.Properties.TryGetValue(Replacement, out string? text) || text is null)
            return;
        var expression = SyntaxFactory.ParseExpression(text);
        var call = fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (fix.Other(ArgumentLocation) is ExpressionSyntax argument)
            fix.Offer(_title, fix.Root.ReplaceNode(argument, expression.WithTriviaFrom(argument)));
        else if (fix.Diagnostic.AdditionalLocations.Count <= ArgumentLocation && call is not null)
            fix.Offer(_title, fix.Root.ReplaceNode(call, call.AddArgumentListArguments(SyntaxFactory.Argument(expression))));
    }
}
