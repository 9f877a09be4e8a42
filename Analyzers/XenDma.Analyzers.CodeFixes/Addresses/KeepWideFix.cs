using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Addresses;

/// <summary>XDMA5001: keeps the address as wide as it is.</summary>
internal sealed class KeepWideFix() : Fix("XDMA5001")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Node.FirstAncestorOrSelf<CastExpressionSyntax>() is not { } cast)
            yield break;
        var wide = fix.Judged.Model.GetTypeInfo(cast.Expression).Type is { } type
            ? SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(fix.Judged.Model, cast.SpanStart)) : null;
        var outer = Unchecked(cast);
        var kept = cast.Expression.WithTriviaFrom(outer);
        var mark = new SyntaxAnnotation();
        var root = fix.Root.ReplaceNode(outer, kept.WithAdditionalAnnotations(mark));
        var now = (ExpressionSyntax)System.Linq.Enumerable.Single(root.GetAnnotatedNodes(mark));
        if (now.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: { IsVar: false } declared } } && wide is not null)
            root = root.ReplaceNode(declared, wide.WithTriviaFrom(declared));
        else if (now.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: var returned } } && wide is not null)
            root = root.ReplaceNode(returned, wide.WithTriviaFrom(returned));
        yield return ("Keep the address wide", root);
    }

    private static ExpressionSyntax Unchecked(CastExpressionSyntax cast)
    {
        ExpressionSyntax outer = cast;
        while (outer.Parent is ParenthesizedExpressionSyntax or CheckedExpressionSyntax)
            outer = (ExpressionSyntax)outer.Parent;
        return outer;
    }
}
