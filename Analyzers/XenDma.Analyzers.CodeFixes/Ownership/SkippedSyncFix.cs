using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4005: syncs by hand what SkipCpuSync left: before the device is told, or before the unmap.</summary>
internal sealed class SkippedSyncFix() : Fix("XDMA4005")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool isMap = Counterpart.ContractOf(fix.Judged, fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? fix.Node) is { Creates: true };
        var map = isMap ? fix.Node : fix.Other(0);
        if ((isMap ? fix.Other(0) : fix.Node) is { } told && Placement.Before(fix.Judged, told) is { } place
            && Syncs.OfMap(fix.Judged, map, forCpu: !isMap) is { } sync)
            yield return ("Sync by hand", Edits.InsertBefore(fix.Root, place, Edits.Parse(sync + ";")));
    }
}
