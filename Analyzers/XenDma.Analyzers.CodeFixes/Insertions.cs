using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace XenDma.Analyzers.CodeFixes;

/// <summary>Where a release may be put so that a path gets it, the likeliest place first.</summary>
internal static class Insertions
{
    /// <param name="root">The document.</param>
    /// <param name="map">The call whose mapping is to be released.</param>
    /// <param name="exit">What the path does last; null when it runs out of the variable's scope.</param>
    /// <param name="release">The call that releases.</param>
    public static IEnumerable<SyntaxNode> Of(SyntaxNode root, SyntaxNode map, SyntaxNode? exit, string release)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var jump in Jumps(map, exit).Where(seen.Add))
        {
            yield return Edits.InsertBefore(root, jump, Edits.Parse(release + ";"));
            if (WithResultFirst(root, jump, release) is { } hoisted)
                yield return hoisted;
        }
        var last = exit?.FirstAncestorOrSelf<StatementSyntax>();
        if (last is IfStatementSyntax { Else: null } choice)
            yield return root.ReplaceNode(choice, WithElse(choice, release));
        foreach (var place in new[] { last, EndOfScope(map) })
        {
            if (place is not null && !IsJump(place) && Edits.InsertAfter(root, place, Edits.Parse(release + ";")) is { } appended)
                yield return appended;
        }
    }

    /// <summary>The statements that leave: where the path does, then all behind the map.</summary>
    private static IEnumerable<StatementSyntax> Jumps(SyntaxNode map, SyntaxNode? exit)
    {
        var last = exit?.FirstAncestorOrSelf<StatementSyntax>();
        if (last is not null && IsJump(last))
            yield return last;
        if (last is IfStatementSyntax choice)
        {
            foreach (var branch in new[] { choice.Statement, choice.Else?.Statement })
            {
                var end = branch is BlockSyntax block ? block.Statements.LastOrDefault() : branch;
                if (end is not null && IsJump(end))
                    yield return end;
            }
        }
        var scope = map.FirstAncestorOrSelf<BlockSyntax>();
        foreach (var jump in scope?.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .OfType<StatementSyntax>().Where(one => one.SpanStart > map.Span.End && IsJump(one)) ?? [])
            yield return jump;
    }

    /// <summary>Computes what is returned before the release: it may still need the mapping.</summary>
    private static SyntaxNode? WithResultFirst(SyntaxNode root, StatementSyntax jump, string release)
    {
        if (jump is not ReturnStatementSyntax { Expression: { } value and not LiteralExpressionSyntax and not IdentifierNameSyntax } exit
            || Edits.FreeName(jump, "result", "returned") is not { } name)
            return null;
        var first = Edits.Parse($"var {name} = {value.WithoutTrivia()};");
        var returned = exit.WithExpression(SyntaxFactory.IdentifierName(name).WithTriviaFrom(value));
        var mark = new SyntaxAnnotation();
        root = root.ReplaceNode(jump, returned.WithAdditionalAnnotations(mark));
        return Edits.InsertBefore(root, (StatementSyntax)root.GetAnnotatedNodes(mark).Single(), first, Edits.Parse(release + ";"));
    }

    private static IfStatementSyntax WithElse(IfStatementSyntax choice, string release) =>
        choice.WithElse(SyntaxFactory.ElseClause(Edits.Parse(release + ";"))).WithAdditionalAnnotations(Formatter.Annotation);

    private static StatementSyntax? EndOfScope(SyntaxNode map) => map.FirstAncestorOrSelf<BlockSyntax>()?.Statements.LastOrDefault();

    private static bool IsJump(StatementSyntax statement) => statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax
        or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax { Expression: null };
}
