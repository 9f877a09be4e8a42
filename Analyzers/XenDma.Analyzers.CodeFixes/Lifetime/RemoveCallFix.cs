using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>Removes a call that should not be.</summary>
internal sealed class RemoveCallFix() : Fix("XDMA1002", "XDMA1003", "XDMA2004")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.LoneCall(fix.Node) is { } statement)
            yield return (Title(fix.Diagnostic.Id), Edits.Remove(fix.Root, statement));
    }

    private static string Title(string id) => id switch
    {
        "XDMA1002" => "Remove the unmap",
        "XDMA1003" => "Remove the second unmap",
        _ => "Remove the call",
    };
}
