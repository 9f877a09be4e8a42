using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using XenDma.Analyzers.Contracts;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1005: stores an address that was discarded, so that it can be checked and unmapped; unmaps one before it is overwritten.</summary>
internal sealed class AddressLostFix() : Fix("XDMA1005")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } map)
            yield break;
        if (Edits.CallStatement(map) is { } discarding && fix.Node.Span.OverlapsWith(map.Span))
        {
            if (Stored(fix, discarding, map) is { } stored)
                yield return ("Store the address, check it and unmap it", stored);
            yield break;
        }
        if (Placement.Before(fix.Judged, fix.Node) is not { } overwriting
            || Counterpart.Release(fix.Judged, map, Edits.ResultOf(map)) is not { } release)
            yield break;
        const string Title = "Unmap it before it is overwritten";
        yield return (Title, Edits.InsertBefore(fix.Root, overwriting, Edits.Parse(release + ";")));
        if (overwriting.Parent is BlockSyntax { Parent: ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax } body
            && Edits.InsertAfter(fix.Root, body.Statements.Last(), Edits.Parse(release + ";")) is { } atEnd)
            yield return (Title, atEnd);
    }

    private static SyntaxNode? Stored(FixContext fix, ExpressionStatementSyntax discarding, InvocationExpressionSyntax map)
    {
        bool owns = Counterpart.ContractOf(fix.Judged, map)?.Kind == MappingKind.Owned;
        string[] names = owns ? ["mapping", "owned"] : ["address", "bus", "mapped"];
        if (Edits.FreeName(map, names) is not { } name)
            return null;
        var stored = SyntaxFactory.ParseStatement($"{(owns ? "using " : "")}var {name} = {map.WithoutTrivia()};").WithTriviaFrom(discarding);
        var mark = new SyntaxAnnotation();
        var root = fix.Root.ReplaceNode(discarding, stored.WithAdditionalAnnotations(mark));
        return Counterpart.Failed(fix.Judged, map, name) is { } failed && !owns
            ? Edits.CheckAfter(root, root.GetAnnotatedNodes(mark).Single(), failed) : root;
    }
}
