using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3004: calls the function of the mapping's own kind, where it takes the same arguments.</summary>
internal sealed class KindDiffersFix() : Fix("XDMA3004")
{
    public override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (!fix.Diagnostic.Properties.TryGetValue("Replacement", out string? name) || name is null
            || fix.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression is not MemberAccessExpressionSyntax { Name: { } called })
            yield break;
        yield return ("Call the matching function", fix.Root.ReplaceNode(called, SyntaxFactory.IdentifierName(name).WithTriviaFrom(called)));
    }
}
