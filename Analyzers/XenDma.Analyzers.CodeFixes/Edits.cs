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

    /// <summary>The statement that is nothing but the call at <paramref name="node"/>, its result discarded or not.</summary>
    public static ExpressionStatementSyntax? CallStatement(SyntaxNode? node)
    {
        SyntaxNode? call = node?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (call?.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard)
            call = discard;
        return call?.Parent as ExpressionStatementSyntax;
    }

    /// <summary>As <see cref="CallStatement"/>, where nothing else is done on the way that would go with the call.</summary>
    public static ExpressionStatementSyntax? LoneCall(SyntaxNode? node) =>
        CallStatement(node) is { } statement && !statement.DescendantNodes().OfType<ExpressionSyntax>().Any(one => one != statement.Expression && IsChange(one)) ? statement : null;

    private static bool IsChange(ExpressionSyntax one) => one is AssignmentExpressionSyntax
        || one.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;

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

    /// <summary>Puts a statement in front of another; a statement that stood alone under an if comes to stand in a block.</summary>
    public static SyntaxNode InsertBefore(SyntaxNode root, StatementSyntax place, params StatementSyntax[] inserted)
    {
        if (place.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            var block = SyntaxFactory.Block(inserted.Append(place)).WithTrailingTrivia(SyntaxFactory.LineFeed);
            return root.ReplaceNode(place, block.WithAdditionalAnnotations(Formatter.Annotation));
        }
        // A blank line before the place goes before what is inserted; comments stay where they are.
        var leading = place.GetLeadingTrivia();
        int blank = leading.TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).Count();
        inserted[0] = inserted[0].WithLeadingTrivia(leading.Take(blank));
        var annotated = inserted.Select(one => one.WithAdditionalAnnotations(Formatter.Annotation));
        var kept = place.WithLeadingTrivia(leading.Skip(blank));
        return root.ReplaceNode(place, [.. annotated, kept]);
    }

    /// <summary>Puts an if statement in the place of another statement; where that stood alone under an if, in a block: an else stays with its if.</summary>
    public static SyntaxNode Instead(SyntaxNode root, StatementSyntax statement, StatementSyntax choice) =>
        root.ReplaceNode(statement, statement.Parent is BlockSyntax or SwitchSectionSyntax ? choice.WithTriviaFrom(statement)
            : SyntaxFactory.Block(choice.WithTriviaFrom(statement)).WithTrailingTrivia(SyntaxFactory.LineFeed).WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>Computes what a statement starts with before it, into a variable, with statements before and behind that.</summary>
    public static SyntaxNode ValueFirst(
        SyntaxNode root, StatementSyntax statement, ExpressionSyntax value, string name, StatementSyntax[] before, StatementSyntax[] behind)
    {
        var mark = new SyntaxAnnotation();
        var edited = statement.ReplaceNode(value, SyntaxFactory.IdentifierName(name).WithTriviaFrom(value));
        root = root.ReplaceNode(statement, edited.WithAdditionalAnnotations(mark));
        var marked = (StatementSyntax)root.GetAnnotatedNodes(mark).Single();
        return InsertBefore(root, marked, [.. before, Parse($"var {name} = {value.WithoutTrivia()};"), .. behind]);
    }

    /// <summary>Puts a statement behind another; null where there is no room for it.</summary>
    public static SyntaxNode? InsertAfter(SyntaxNode root, StatementSyntax place, StatementSyntax inserted) =>
        place.Parent is BlockSyntax or SwitchSectionSyntax
            ? root.InsertNodesAfter(place, [inserted.WithAdditionalAnnotations(Formatter.Annotation)]) : null;

    /// <summary>A statement on its own line.</summary>
    public static StatementSyntax Parse(string statement) =>
        SyntaxFactory.ParseStatement(statement).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);

    /// <summary>An if statement in the place and with the indentation of another statement.</summary>
    public static StatementSyntax If(string condition, StatementSyntax then, StatementSyntax place)
    {
        string indent = place.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        return SyntaxFactory.ParseStatement($"if ({condition})\n{indent}    {then.WithoutTrivia()}")
            .WithLeadingTrivia(place.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse())
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
    }

    /// <summary>Leaves right after the statement of the call when the condition holds; null where that cannot be written.</summary>
    public static SyntaxNode? CheckAfter(SyntaxNode root, SyntaxNode call, string condition) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement && Exits.Of(statement) is { } exit
            ? root.ReplaceNode(block, block.WithStatements(
                block.Statements.Insert(block.Statements.IndexOf(statement) + 1, If(condition, exit, statement)))) : null;

    /// <summary>The variable that takes what the call returns.</summary>
    public static string? ResultOf(InvocationExpressionSyntax call)
    {
        SyntaxNode value = call;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression })
            value = value.Parent;
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.Text,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Parent: ExpressionStatementSyntax } => name.Identifier.Text,
            IsPatternExpressionSyntax { Pattern: var pattern } => pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>()
                .Select(one => one.Identifier.Text).FirstOrDefault(),
            _ => null,
        };
    }

    /// <summary>The first of the names that nothing in the member is called; null when all are taken.</summary>
    public static string? FreeName(SyntaxNode node, params string[] names)
    {
        var member = (SyntaxNode?)node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node.SyntaxTree.GetRoot();
        var taken = member.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText);
        return names.Except(taken).FirstOrDefault();
    }

    /// <summary>The expression with one variable in the place of another.</summary>
    public static ExpressionSyntax Renamed(ExpressionSyntax expression, string from, string to)
    {
        var names = expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(one => one.Identifier.ValueText == from && !(one.Parent is MemberAccessExpressionSyntax access && access.Name == one));
        return expression.ReplaceNodes(names, (_, name) => SyntaxFactory.IdentifierName(to).WithTriviaFrom(name)).WithoutTrivia();
    }

    /// <summary>The comments before, in and behind a statement, each on a line of its own; without the indentation of the statement itself.</summary>
    private static SyntaxTriviaList CommentsOf(StatementSyntax statement)
    {
        var leading = statement.GetLeadingTrivia();
        var indent = leading.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().ToList();
        var within = statement.DescendantTrivia().Where(t => IsComment(t) && !leading.Contains(t))
            .SelectMany(t => indent.Append(t).Append(SyntaxFactory.LineFeed)).ToList();
        var before = leading.Take(leading.Count - indent.Count).ToList();
        return before.Exists(IsComment) || within.Count > 0 ? SyntaxFactory.TriviaList(before.Concat(within)) : default;
    }

    public static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
