using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4004: removes a sync that the direction makes wrong.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSyncFix))]
[Shared]
public sealed class RemoveSyncFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public RemoveSyncFix()
        : base("XDMA4004")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.CallStatement(fix.Node) is { } sync)
            yield return ("Remove the sync", Edits.Remove(fix.Root, sync));
    }
}
