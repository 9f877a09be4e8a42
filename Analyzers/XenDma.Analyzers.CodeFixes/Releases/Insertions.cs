using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace XenDma.Analyzers.CodeFixes.Releases;

/// <summary>Where a release may be put so that a path gets it, the likeliest place first.</summary>
internal static class Insertions
{
    /// <param name="root">The document.</param>
    /// <param name="map">The call whose mapping is to be released.</param>
    /// <param name="exit">What the path does last; null when it runs out of the variable's scope.</param>
    /// <param name="release">What releases it.</param>
    public static IEnumerable<SyntaxNode> Of(SyntaxNode root, InvocationExpressionSyntax map, SyntaxNode? exit, Release release)
    {
        var seen = new HashSet<SyntaxNode>();
        var last = exit?.FirstAncestorOrSelf<StatementSyntax>();
        var scope = release.ScopeOf(map);
        foreach (var jump in Jumps(map, scope, last).Where(seen.Add))
        {
            if (release.At(map, jump) is not { } statements)
                continue;
            var before = Edits.InsertBefore(root, jump, statements);
            var hoisted = WithResultFirst(root, jump, statements);
            // What is returned may still need the mapping.
            bool needs = hoisted is not null && Names(jump, Edits.ResultOf(map));
            foreach (var edited in needs ? new[] { hoisted, before } : [before, hoisted])
            {
                if (edited is not null)
                    yield return edited;
            }
        }
        if (last is IfStatementSyntax { Else: null } choice && release.At(map, choice) is { Length: 1 } otherwise)
            yield return root.ReplaceNode(choice, choice.WithElse(SyntaxFactory.ElseClause(otherwise[0])).WithAdditionalAnnotations(Formatter.Annotation));
        foreach (var place in new[] { last, scope?.Statements.LastOrDefault() })
        {
            if (place is not null && !IsJump(place) && release.At(map, place) is { Length: 1 } appended && Edits.InsertAfter(root, place, appended[0]) is { } edited)
                yield return edited;
        }
    }

    /// <summary>The statements that leave: where the path does, then all behind the map.</summary>
    private static IEnumerable<StatementSyntax> Jumps(SyntaxNode map, BlockSyntax? scope, StatementSyntax? last)
    {
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
        foreach (var jump in scope?.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .OfType<StatementSyntax>().Where(one => one.SpanStart > map.Span.End && IsJump(one)) ?? [])
            yield return jump;
    }

    /// <summary>Computes what is returned before the release: it may still need the mapping.</summary>
    private static SyntaxNode? WithResultFirst(SyntaxNode root, StatementSyntax jump, StatementSyntax[] release) =>
        jump is ReturnStatementSyntax { Expression: { } value and not LiteralExpressionSyntax and not IdentifierNameSyntax }
            && Edits.FreeName(jump, "result", "returned") is { } name ? Edits.ValueFirst(root, jump, value, name, [], release) : null;

    private static bool Names(SyntaxNode node, string? variable) =>
        node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable);

    private static bool IsJump(StatementSyntax statement) => statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax
        or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax { Expression: null };
}
