using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.CodeFixes.Releases;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1004, XDMA1007: adds the unmap or the free on the paths that lack it, or lets a using declaration do it.</summary>
internal sealed class LeakFix() : Fix("XDMA1004", "XDMA1007")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        bool isCoherent = fix.Diagnostic.Id == "XDMA1007";
        if (fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } map)
            yield break;
        bool isOneOfMany = Container.Of(fix.Judged, map) is not null;
        yield return (isOneOfMany ? "Unmap what is mapped by then on every path" : isCoherent ? "Free it on every path" : "Unmap it on every path", null);
        if (isCoherent || isOneOfMany || UsingDeclaration.InPlaceOf(fix, map) is not { } root)
            yield break;
        bool isOwner = Counterpart.ContractOf(fix.Judged, map)?.Kind == MappingKind.Owned;
        yield return (isOwner ? "Let a using declaration dispose it" : "Use a mapping that is unmapped when disposed (its map throws on failure)", root);
    }
}
