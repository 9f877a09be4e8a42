using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Rules.Failures;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2002: calls MappingError in place of the comparison.</summary>
internal sealed class AddressComparedFix() : Fix("XDMA2002")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Diagnostic.Properties.ContainsKey(Idioms.Question)
            || fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } map || Edits.ResultOf(map) is not { } address
            || Counterpart.MappingError(fix.Judged, map, address) is not { } asked)
            yield break;
        bool? failed = fix.Node switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } => false,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax } => true,
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => false,
            _ => null,
        };
        if (failed is null)
            yield break;
        var check = SyntaxFactory.ParseExpression((failed == true ? "" : "!") + asked);
        yield return ("Call MappingError", fix.Root.ReplaceNode(fix.Node, check.WithTriviaFrom(fix.Node)));
    }
}
