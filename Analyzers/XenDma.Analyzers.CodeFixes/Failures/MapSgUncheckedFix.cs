using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2003: checks MapSg's result for 0.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MapSgUncheckedFix))]
[Shared]
public sealed class MapSgUncheckedFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public MapSgUncheckedFix()
        : base("XDMA2003")
    {
    }

    private protected override void Register(FixContext fix)
    {
        if (fix.Node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Right: LiteralExpressionSyntax } less)
            fix.Offer("Check for 0", fix.Root.ReplaceNode(less, Equal(less.Left.WithoutTrivia().ToString()).WithTriviaFrom(less)));
        else if (Edits.CallStatement(fix.Node) is { } statement && Exits.Of(statement) is { } exit)
            fix.Offer("Check for 0", fix.Root.ReplaceNode(statement, Edits.If(statement.Expression.WithoutTrivia() + " == 0", exit, statement)));
    }

    private static ExpressionSyntax Equal(string result) => SyntaxFactory.ParseExpression(result + " == 0");
}
