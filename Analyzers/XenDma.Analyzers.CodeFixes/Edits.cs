using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>Small edits of statements.</summary>
internal static class Edits
{
    private static readonly SyntaxAnnotation Doomed = new();

    /// <summary>The statement that is nothing but the call at <paramref name="node"/>.</summary>
    public static ExpressionStatementSyntax? CallStatement(SyntaxNode? node)
    {
        var expression = node?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return expression?.Parent as ExpressionStatementSyntax;
    }

    public static SyntaxNode Remove(SyntaxNode root, StatementSyntax statement)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
            return root.ReplaceNode(statement, SyntaxFactory.Block().WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        var kept = CommentsOf(statement);
        if (kept.Count == 0)
            return root.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        var marked = statement.WithLeadingTrivia(kept).WithAdditionalAnnotations(Doomed);
        root = root.ReplaceNode(statement, marked);
        var doomed = root.GetAnnotatedNodes(Doomed).Single();
        return root.RemoveNode(doomed, SyntaxRemoveOptions.KeepLeadingTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    /// <summary>The comments before a statement, without the indentation of the statement itself.</summary>
    private static SyntaxTriviaList CommentsOf(StatementSyntax statement)
    {
        var leading = statement.GetLeadingTrivia();
        int last = leading.Count - 1;
        while (last >= 0 && leading[last].IsKind(SyntaxKind.WhitespaceTrivia))
            last--;
        var comments = SyntaxFactory.TriviaList(leading.Take(last + 1));
        return comments.All(t => t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia)) ? default : comments;
    }

    /// <summary>Moves a statement in front of another one of the same block.</summary>
    public static SyntaxNode? MoveBefore(SyntaxNode root, StatementSyntax statement, StatementSyntax target)
    {
        if (statement.Parent != target.Parent || statement.Parent is not BlockSyntax block)
            return null;
        int from = block.Statements.IndexOf(statement);
        int to = block.Statements.IndexOf(target);
        if (to > from)
            return null;
        var moved = block.Statements.RemoveAt(from).Insert(to, statement.WithLeadingTrivia(target.GetLeadingTrivia()));
        return root.ReplaceNode(block, block.WithStatements(moved));
    }

    /// <summary>An if statement in the place and with the indentation of another statement.</summary>
    public static StatementSyntax If(string condition, StatementSyntax then, StatementSyntax place)
    {
        string indent = place.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        return SyntaxFactory.ParseStatement($"if ({condition})\n{indent}    {then.WithoutTrivia()}")
            .WithLeadingTrivia(place.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse())
            .WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
    }

    /// <summary>The variable that takes what the call returns.</summary>
    public static string? AddressIn(InvocationExpressionSyntax map) => map.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.Text,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Parent: ExpressionStatementSyntax } => name.Identifier.Text,
        _ => null,
    };
}
