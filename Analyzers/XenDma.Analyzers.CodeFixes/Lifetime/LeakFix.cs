using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1004, XDMA1007: adds the unmap or the free on the paths that lack it, or lets a using declaration do it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakFix))]
[Shared]
public sealed class LeakFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public LeakFix()
        : base("XDMA1004", "XDMA1007")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool isCoherent = fix.Diagnostic.Id == "XDMA1007";
        yield return (isCoherent ? "Free it on every path" : "Unmap it on every path", null);
        if (!isCoherent && fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } map && UsingDeclaration.InPlaceOf(fix, map) is { } root)
            yield return ("Use a mapping that is unmapped when disposed (its map throws on failure)", root);
    }
}
