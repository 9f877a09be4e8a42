using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3002: takes the direction that the map was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DirectionDiffersFix))]
[Shared]
public sealed class DirectionDiffersFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public DirectionDiffersFix()
        : base("XDMA3002", "Use the direction of the map")
    {
    }
}
