using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>Puts an access of the CPU between a sync that gives it the memory and one that gives it back.</summary>
internal static class SyncPair
{
    /// <summary>The statements between the syncs.</summary>
    /// <param name="root">The document.</param>
    /// <param name="range">The statements.</param>
    /// <param name="taking">The sync for the CPU; null where the device writes nothing that the CPU could get.</param>
    /// <param name="giving">The sync for the device.</param>
    public static SyntaxNode Around(SyntaxNode root, AccessRange range, string? taking, string giving)
    {
        StatementSyntax[] before = taking is null ? [] : [Edits.Parse(taking + ";")];
        if (range.First.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            StatementSyntax[] all = [.. before, range.First, Edits.Parse(giving + ";")];
            var block = SyntaxFactory.Block(all).WithTrailingTrivia(SyntaxFactory.LineFeed);
            return root.ReplaceNode(range.First, block.WithAdditionalAnnotations(Formatter.Annotation));
        }
        root = root.TrackNodes(range.Statements);
        root = Edits.InsertAfter(root, root.GetCurrentNode(range.Last)!, Edits.Parse(giving + ";"))!;
        return before.Length == 0 ? root : Edits.InsertBefore(root, root.GetCurrentNode(range.First)!, before);
    }

    /// <summary>What a statement that leaves or branches reads first goes into a variable, between the syncs; null for any other statement.</summary>
    public static SyntaxNode? AroundValue(SyntaxNode root, StatementSyntax statement, SyntaxNode access, string taking, string giving)
    {
        var value = statement switch
        {
            ReturnStatementSyntax exit => exit.Expression,
            IfStatementSyntax choice => choice.Condition,
            SwitchStatementSyntax choice => choice.Expression,
            YieldStatementSyntax element => element.Expression,
            _ => null,
        };
        return value?.Span.Contains(access.Span) == true && Edits.FreeName(statement, "value", "read", "fetched") is { } name
            ? Edits.ValueFirst(root, statement, value, name, [Edits.Parse(taking + ";")], [Edits.Parse(giving + ";")]) : null;
    }
}
