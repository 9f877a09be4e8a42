using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Trust;

/// <summary>XDMA7002: reads once into a local, before the check, and uses what was read.</summary>
internal sealed class ReadOnceFix() : Fix("XDMA7002")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (fix.Other(0) is not ExpressionSyntax first || fix.Other(1) is not ExpressionSyntax second
            || Placement.BeforeAlways(fix.Judged, first) is not { } place || Edits.FreeName(first, "value", "read", "fetched") is not { } name)
            yield break;
        var local = SyntaxFactory.IdentifierName(name);
        var mark = new SyntaxAnnotation();
        var root = fix.Root.ReplaceNodes(new SyntaxNode[] { first, second, place }, (original, now) =>
            original == place ? now.WithAdditionalAnnotations(mark) : local.WithTriviaFrom(now));
        var marked = (StatementSyntax)root.GetAnnotatedNodes(mark).Single();
        yield return ("Read once", Edits.InsertBefore(root, marked, Edits.Parse($"var {name} = {first.WithoutTrivia()};")));
    }
}
