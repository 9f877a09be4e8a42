using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>Removes a call that should not be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCallFix))]
[Shared]
public sealed class RemoveCallFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public RemoveCallFix()
        : base("XDMA1002", "XDMA1003", "XDMA2004")
    {
    }

    private protected override IEnumerable<(string Title, SyntaxNode? Root)> Propose(FixContext fix)
    {
        if (Edits.CallStatement(fix.Node) is { } statement)
            yield return (Title(fix.Diagnostic.Id), Edits.Remove(fix.Root, statement));
    }

    private static string Title(string id) => id switch
    {
        "XDMA1002" => "Remove the unmap",
        "XDMA1003" => "Remove the second unmap",
        _ => "Remove the call",
    };
}
