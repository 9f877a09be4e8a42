using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4001 and XDMA4003: puts the sync that is missing before the access, or before the call that hands over.</summary>
internal sealed class SyncBeforeUseFix() : Fix("XDMA4001", "XDMA4003")
{
    public override bool UncoversNext => true;

    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool forCpu = fix.Diagnostic.Id == "XDMA4001";
        var sync = Syncs.Of(fix, forCpu);
        if (sync is null || ((forCpu ? FirstOf(fix) : null) ?? fix.Node.FirstAncestorOrSelf<StatementSyntax>()) is not { } place)
            yield break;
        string title = forCpu ? "Sync for the CPU first" : "Sync for the device first";
        yield return (title, Edits.InsertBefore(fix.Root, place, Edits.Parse(sync + ";")));
        if (!forCpu && Edits.InsertAfter(fix.Root, place, Edits.Parse(sync + ";")) is { } after)
            yield return (title, after);
        if (!forCpu || Syncs.Of(fix, forCpu: false) is not { } giving)
            yield break;
        foreach (var between in Between(fix, sync, giving))
            yield return ("Read between syncs", between);
    }

    /// <summary>The loop that the access is in, where one sync before it is enough.</summary>
    private static StatementSyntax? FirstOf(FixContext fix) => AccessRange.Around(fix.Judged, fix.Node, fix.Other(0)).FirstOrDefault()?.First;

    /// <summary>The memory goes back to the device behind the read: it may be told of it again.</summary>
    private static IEnumerable<SyntaxNode> Between(FixContext fix, string taking, string giving)
    {
        var map = fix.Other(0);
        foreach (var range in AccessRange.Around(fix.Judged, fix.Node, map).Where(range => AccessRange.IsUsedBehind(fix.Judged, range.Last, map)))
            yield return SyncPair.Around(fix.Root, range, taking, giving);
        if (fix.Node.FirstAncestorOrSelf<StatementSyntax>() is { } place && AccessRange.IsUsedBehind(fix.Judged, place, map)
            && SyncPair.AroundValue(fix.Root, fix.Node, taking, giving) is { } hoisted)
            yield return hoisted;
    }
}
