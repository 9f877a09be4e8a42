using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Ownership;

/// <summary>XDMA4001 and XDMA4003: puts the sync that is missing before the access, or before the call that hands over.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncBeforeUseFix))]
[Shared]
public sealed class SyncBeforeUseFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public SyncBeforeUseFix()
        : base("XDMA4001", "XDMA4003")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool forCpu = fix.Diagnostic.Id == "XDMA4001";
        var sync = Syncs.OfMap(fix.Judged, fix.Other(0), forCpu) ?? Syncs.Turned(fix.Judged, fix.Node, forCpu);
        if (sync is null || fix.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } place)
            yield break;
        string title = forCpu ? "Sync for the CPU first" : "Sync for the device first";
        yield return (title, Edits.InsertBefore(fix.Root, place, Edits.Parse(sync + ";")));
        if (!forCpu && Edits.InsertAfter(fix.Root, place, Edits.Parse(sync + ";")) is { } after)
            yield return (title, after);
    }
}
