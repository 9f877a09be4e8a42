using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2002: asks as the library tells of a failure, in place of the comparison.</summary>
internal sealed class AddressComparedFix() : Fix("XDMA2002")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } map || Edits.ResultOf(map) is not { } address
            || Counterpart.Failed(fix.Judged, map, address) is not { } asked)
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
        bool isAsked = Counterpart.ContractOf(fix.Judged, map)?.Failure == Failure.MappingError;
        yield return (isAsked ? "Call MappingError" : "Ask as the library tells of a failure",
            fix.Root.ReplaceNode(fix.Node, (failed == true ? SyntaxFactory.ParseExpression(asked) : Denied(asked)).WithTriviaFrom(fix.Node)));
    }

    private static ExpressionSyntax Denied(string asked) => SyntaxFactory.ParseExpression(asked) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } same => SyntaxFactory.ParseExpression($"{same.Left.WithoutTrivia()} != {same.Right.WithoutTrivia()}"),
        IsPatternExpressionSyntax tested => SyntaxFactory.ParseExpression($"{tested.Expression.WithoutTrivia()} is not {tested.Pattern}"),
        InvocationExpressionSyntax call => SyntaxFactory.ParseExpression("!" + call),
        var other => SyntaxFactory.ParseExpression($"!({other})"),
    };
}
