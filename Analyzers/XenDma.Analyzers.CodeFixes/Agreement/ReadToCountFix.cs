using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3006: lets the loop end at what MapSg returned.</summary>
internal sealed class ReadToCountFix() : Fix("XDMA3006")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } map || Edits.ResultOf(map) is not { } result)
            yield break;
        var indices = fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList.Arguments.Select(one => Counted(one.Expression)).ToList() ?? [];
        foreach (var condition in fix.Node.Ancestors().Select(Condition).OfType<BinaryExpressionSyntax>())
        {
            foreach (var (side, other) in new[] { (condition.Right, condition.Left), (condition.Left, condition.Right) })
            {
                if (indices.Contains(other.ToString()))
                    yield return ("Use what MapSg returned", fix.Root.ReplaceNode(side, SyntaxFactory.IdentifierName(result).WithTriviaFrom(side)));
            }
        }
    }

    /// <summary>The index, whether or not it is counted up there.</summary>
    private static string Counted(ExpressionSyntax index) => index is PostfixUnaryExpressionSyntax counted ? counted.Operand.ToString() : index.ToString();

    /// <summary>What keeps the loop going.</summary>
    private static ExpressionSyntax? Condition(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => loop.Condition,
        WhileStatementSyntax loop => loop.Condition,
        DoStatementSyntax loop => loop.Condition,
        _ => null,
    };
}
