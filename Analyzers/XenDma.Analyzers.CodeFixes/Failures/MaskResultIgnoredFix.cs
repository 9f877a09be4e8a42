using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2006: leaves when the mask is refused.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MaskResultIgnoredFix))]
[Shared]
public sealed class MaskResultIgnoredFix : DmaCodeFix
{
    /// <summary>Creates the fix.</summary>
    public MaskResultIgnoredFix()
        : base("XDMA2006")
    {
    }

    private protected override void Register(FixContext fix)
    {
        if (Edits.CallStatement(fix.Node) is { } statement && Exits.Of(statement) is { } exit)
            fix.Offer("Leave when the mask is refused", fix.Root.ReplaceNode(statement, Edits.If("!" + statement.Expression.WithoutTrivia(), exit, statement)));
    }
}
