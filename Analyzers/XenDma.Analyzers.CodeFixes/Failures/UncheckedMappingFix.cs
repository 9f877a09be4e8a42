using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2001: asks MappingError right after the map, and leaves when it failed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncheckedMappingFix))]
[Shared]
public sealed class UncheckedMappingFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public UncheckedMappingFix()
        : base("XDMA2001")
    {
    }

    private protected override void Register(FixContext fix)
    {
        var map = fix.Other(0)?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        var statement = map?.FirstAncestorOrSelf<StatementSyntax>();
        if (map?.Expression is not MemberAccessExpressionSyntax { Expression: { } device } || statement?.Parent is not BlockSyntax block
            || Edits.AddressIn(map) is not { } address || Exits.Of(statement) is not { } exit)
            return;
        var check = Edits.If($"{device}.MappingError({address})", exit, statement);
        int index = block.Statements.IndexOf(statement);
        fix.Offer("Ask MappingError after the map", fix.Root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(index + 1, check))));
    }
}
