using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4004: removes a sync that the direction makes wrong.</summary>
internal sealed class RemoveSyncFix() : Fix("XDMA4004")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.LoneCall(fix.Node) is { } sync)
            yield return ("Remove the sync", Edits.Remove(fix.Root, sync));
    }
}
