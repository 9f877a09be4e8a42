using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4001 and XDMA4003: puts the sync that is missing before the access, or before the call that hands over.</summary>
internal sealed class SyncBeforeUseFix() : Fix("XDMA4001", "XDMA4003")
{
    public override bool UncoversNext => true;

    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix) => fix.Diagnostic.Id == "XDMA4001" ? ForCpu(fix) : ForDevice(fix);

    private static IEnumerable<(string Title, SyntaxNode? Root)> ForDevice(FixContext fix)
    {
        const string Title = "Sync for the device first";
        if (Syncs.Of(fix, forCpu: false) is not { } giving)
            yield break;
        if (Placement.StatementOf(fix.Node) is not { } told)
            yield break;
        // Whether a loop brings another write before it hands over again is what the rule itself judges.
        if (Placement.IsUndisturbed(fix.Judged, told, fix.Node))
            yield return (Title, Edits.InsertBefore(fix.Root, told, Edits.Parse(giving + ";")));
        if (Edits.InsertAfter(fix.Root, told, Edits.Parse(giving + ";")) is { } after)
            yield return (Title, after);
    }

    private static IEnumerable<(string Title, SyntaxNode? Root)> ForCpu(FixContext fix)
    {
        const string First = "Sync for the CPU first", Between = "Read between syncs";
        var map = fix.Other(0);
        if (Syncs.Of(fix, forCpu: true) is not { } taking)
            yield break;
        var giving = Syncs.Of(fix, forCpu: false);
        if (PolledLoop.With(fix.Judged, fix.Node, taking, null) is { } polled)
            yield return (First, polled);
        if (giving is not null && PolledLoop.With(fix.Judged, fix.Node, taking, giving) is { } pair)
            yield return (Between, pair);
        if (Placement.Before(fix.Judged, fix.Node) is not { } place)
            yield break;

        // Of a loop that only computes one sync before it is enough.
        var ranges = AccessRange.Around(fix.Judged, fix.Node, map).Where(range => Placement.IsUndisturbed(fix.Judged, range.First, fix.Node)).ToList();
        var loop = ranges.FirstOrDefault()?.First is { } start && LoopSyntax.IsLoop(start) ? start : null;
        yield return (First, Edits.InsertBefore(fix.Root, loop ?? place, Edits.Parse(taking + ";")));
        if (giving is null)
            yield break;
        // The memory goes back to the device behind the read: it may be told of it again.
        foreach (var range in ranges.Where(range => AccessRange.IsUsedBehind(fix.Judged, range.Last, map)))
            yield return (Between, SyncPair.Around(fix.Root, range, taking, giving));
        if (AccessRange.IsUsedBehind(fix.Judged, place, map) && SyncPair.AroundValue(fix.Root, place, fix.Node, taking, giving) is { } hoisted)
            yield return (Between, hoisted);
    }
}
