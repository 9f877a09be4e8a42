using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1001: moves the sync before the unmap, or removes it.</summary>
internal sealed class SyncOfUnmappedFix() : Fix("XDMA1001")
{
    private const int UnmapLocation = 1;

    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.LoneCall(fix.Node) is not { } sync)
            yield break;
        if (Edits.CallStatement(fix.Other(UnmapLocation)) is { } unmap && Edits.MoveBefore(fix.Root, sync, unmap) is { } moved)
            yield return ("Sync before the unmap", moved);
        yield return ("Remove the sync", Edits.Remove(fix.Root, sync));
    }
}
