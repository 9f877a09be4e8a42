using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Addresses;

/// <summary>XDMA5002: widens the frame number before it is shifted.</summary>
internal sealed class WidenFirstFix() : Fix("XDMA5002")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is not { } shift)
            yield break;
        ExpressionSyntax frame = shift.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax
            ? shift.Left.WithoutTrivia() : SyntaxFactory.ParenthesizedExpression(shift.Left.WithoutTrivia());
        var wide = SyntaxFactory.CastExpression(SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.ULongKeyword)), frame);
        yield return ("Widen first", fix.Root.ReplaceNode(shift.Left, wide.WithTriviaFrom(shift.Left)));
    }
}
