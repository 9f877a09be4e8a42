using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1001: moves the sync before the unmap, or removes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncOfUnmappedFix))]
[Shared]
public sealed class SyncOfUnmappedFix : DmaCodeFix
{
    private const int UnmapLocation = 1;

    /// <summary>Creates the fix.</summary>
    public SyncOfUnmappedFix()
        : base("XDMA1001")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.CallStatement(fix.Node) is not { } sync)
            yield break;
        if (Edits.CallStatement(fix.Other(UnmapLocation)) is { } unmap && Edits.MoveBefore(fix.Root, sync, unmap) is { } moved)
            yield return ("Sync before the unmap", moved);
        yield return ("Remove the sync", Edits.Remove(fix.Root, sync));
    }
}
