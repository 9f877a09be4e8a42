using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4002: moves the write before the map, or gives the memory to the CPU for the write and back.</summary>
internal sealed class WriteFix() : Fix("XDMA4002")
{
    public override bool UncoversNext => true;

    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0) is not { } map)
            yield break;
        var ranges = AccessRange.Around(fix.Judged, fix.Node, map).ToList();
        foreach (var range in ranges)
        {
            if (BeforeMap(fix, range, map) is { } moved)
                yield return ("Write before the map", moved);
        }
        if (Syncs.OfMap(fix.Judged, map, forCpu: true) is not { } taking || Syncs.OfMap(fix.Judged, map, forCpu: false) is not { } giving)
            yield break;
        foreach (var range in ranges)
        {
            yield return ("Write between syncs", SyncPair.Around(fix.Root, range, taking, giving));
            // What the device writes nothing into has nothing for the CPU.
            yield return ("Write between syncs", SyncPair.Around(fix.Root, range, null, giving));
        }
    }

    /// <summary>The statements moved before the map; null where what they need is only there behind it, or somebody was told of the mapping in between.</summary>
    private static SyntaxNode? BeforeMap(FixContext fix, AccessRange range, SyntaxNode map)
    {
        if (map.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } mapping || range.First.Parent != block)
            return null;
        int first = block.Statements.IndexOf(mapping);
        int write = block.Statements.IndexOf(range.First);
        if (first >= write || !CanSwap(fix.Judged.Model, block.Statements[first], block.Statements[write - 1], range)
            || !block.Statements.Skip(first + 1).Take(write - first - 1).All(IsCheck))
            return null;
        var kept = block.Statements.Where(one => !range.Statements.Contains(one)).ToList();
        kept.InsertRange(first, range.Statements);
        return fix.Root.ReplaceNode(block, block.WithStatements([.. kept]));
    }

    /// <summary>Between the map and the write is nothing but the check of its result, or a declaration.</summary>
    private static bool IsCheck(StatementSyntax statement) => statement is IfStatementSyntax or LocalDeclarationStatementSyntax;

    private static bool CanSwap(SemanticModel model, StatementSyntax first, StatementSyntax last, AccessRange range)
    {
        var before = model.AnalyzeDataFlow(first, last);
        var moved = model.AnalyzeDataFlow(range.First, range.Last);
        return before is { Succeeded: true } && moved is { Succeeded: true }
            && !before.WrittenInside.Intersect(moved.ReadInside.Concat(moved.WrittenInside), SymbolEqualityComparer.Default).Any()
            && !moved.WrittenInside.Intersect(before.ReadInside, SymbolEqualityComparer.Default).Any();
    }
}
