using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2003, XDMA2006: looks at a result that nobody looked at, and leaves when it tells of failure.</summary>
internal sealed class IgnoredResultFix() : Fix("XDMA2003", "XDMA2006")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool isMask = fix.Diagnostic.Id == "XDMA2006";
        string title = isMask ? "Leave when the mask is refused" : "Check for 0";
        if (fix.Node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Right: LiteralExpressionSyntax } less)
            yield return (title, fix.Root.ReplaceNode(less, SyntaxFactory.ParseExpression(Failed(less.Left, isMask)).WithTriviaFrom(less)));
        else if (Edits.CallStatement(fix.Node) is { } statement && Exits.Of(statement) is { } exit)
            yield return (title, Edits.Instead(fix.Root, statement, Edits.If(Failed(statement.Expression, isMask), exit, statement)));
        else if (!isMask && fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } map && Edits.ResultOf(map) is { } result
            && Edits.CheckAfter(fix.Root, map, result + " == 0") is { } root)
            yield return (title, root);
    }

    private static string Failed(ExpressionSyntax result, bool isMask) => isMask ? "!" + result.WithoutTrivia() : result.WithoutTrivia() + " == 0";
}
