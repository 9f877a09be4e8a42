using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4002: moves the write before the map, or gives the memory to the CPU for the write and back.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteFix))]
[Shared]
public sealed class WriteFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public WriteFix()
        : base("XDMA4002")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } write || fix.Other(0) is not { } map)
            yield break;
        if (map.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } mapping && ReferenceEquals(write.Parent, block))
        {
            int first = block.Statements.IndexOf(mapping);
            if (first < block.Statements.IndexOf(write))
                yield return ("Write before the map", fix.Root.ReplaceNode(block, block.WithStatements(block.Statements.Remove(write).Insert(first, write))));
        }
        if (Syncs.OfMap(fix.Judged, map, forCpu: true) is not { } taking || Syncs.OfMap(fix.Judged, map, forCpu: false) is not { } giving)
            yield break;
        if (Edits.InsertAfter(fix.Root, write, Edits.Parse(giving + ";")) is not { } given)
            yield break;
        // What the device writes nothing into has nothing for the CPU.
        var same = given.FindNode(write.Span).FirstAncestorOrSelf<StatementSyntax>()!;
        yield return ("Write between syncs", Edits.InsertBefore(given, same, Edits.Parse(taking + ";")));
        yield return ("Write between syncs", given);
    }
}
