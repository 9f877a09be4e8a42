using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3001: takes the size that the map was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SizeDiffersFix))]
[Shared]
public sealed class SizeDiffersFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public SizeDiffersFix()
        : base("XDMA3001", "Use the size of the map")
    {
    }
}
