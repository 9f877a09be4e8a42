using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>A loop whose condition reads memory of the device: a sync before the loop would let it see the same bytes in every turn, so the
/// condition goes into the body, behind a sync of its own.</summary>
internal static class PolledLoop
{
    /// <summary>Null where the access is not in such a condition, or the turn could come to the condition past the sync.</summary>
    /// <param name="judged">The document.</param>
    /// <param name="access">The read.</param>
    /// <param name="taking">The sync for the CPU.</param>
    /// <param name="giving">The sync for the device behind the read; null for none.</param>
    public static SyntaxNode? With(Judged judged, SyntaxNode access, string taking, string? giving)
    {
        if (Placement.StatementOf(access) is not { } loop || Condition(loop) is not { } condition || !condition.Span.Contains(access.Span)
            || !Placement.IsUndisturbed(judged, condition, access) || Edits.FreeName(loop, "again", "waiting", "unread") is not { } name)
            return null;
        StatementSyntax[] back = giving is null ? [] : [Edits.Parse(giving + ";")];
        if (loop is DoStatementSyntax tested)
            return Tested(judged.Root, tested, name, [Edits.Parse(taking + ";"), Edits.Parse($"{name} = {condition.WithoutTrivia()};"), .. back]);
        var body = loop.ChildNodes().OfType<StatementSyntax>().Last();
        return judged.Root.ReplaceNode(loop, Endless(loop, Turn(body,
            [Edits.Parse(taking + ";"), Edits.Parse($"bool {name} = {condition.WithoutTrivia()};"), .. back, Edits.Parse($"if (!{name})\n    break;")])));
    }

    private static ExpressionSyntax? Condition(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax asking => asking.Condition,
        ForStatementSyntax counting => counting.Condition,
        DoStatementSyntax tested => tested.Condition,
        _ => null,
    };

    /// <summary>The statements before the loop's own; a comment that stands for an empty body stays.</summary>
    private static BlockSyntax Turn(StatementSyntax body, StatementSyntax[] first)
    {
        var block = body switch
        {
            BlockSyntax own => own.WithStatements(own.Statements.InsertRange(0, first)),
            EmptyStatementSyntax => SyntaxFactory.Block(first).WithTriviaFrom(body),
            _ => SyntaxFactory.Block(first.Append(body)).WithTrailingTrivia(SyntaxFactory.LineFeed),
        };
        return block.WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static StatementSyntax Endless(StatementSyntax loop, BlockSyntax turn) => loop is WhileStatementSyntax asking
        ? asking.WithCondition(SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(asking.Condition)).WithStatement(turn)
        : ((ForStatementSyntax)loop).WithCondition(null).WithStatement(turn);

    /// <summary>The loop that asks at its end; null where a turn may come there by a jump.</summary>
    private static SyntaxNode? Tested(SyntaxNode root, DoStatementSyntax loop, string name, StatementSyntax[] last)
    {
        bool isLeftOut = loop.Statement.DescendantNodes().Any(node => node is ContinueStatementSyntax && node.Ancestors().First(LoopSyntax.IsLoop) == loop);
        if (isLeftOut || loop.Statement is not BlockSyntax body)
            return null;
        var mark = new SyntaxAnnotation();
        var edited = loop.WithStatement(body.WithStatements(body.Statements.AddRange(last)).WithAdditionalAnnotations(Formatter.Annotation))
            .WithCondition(SyntaxFactory.IdentifierName(name).WithTriviaFrom(loop.Condition));
        root = root.ReplaceNode(loop, edited.WithAdditionalAnnotations(mark));
        return Edits.InsertBefore(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single(), Edits.Parse($"bool {name};"));
    }
}
