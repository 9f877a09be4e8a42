using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1002: removes the unmap of nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnmapOfUnmappedFix))]
[Shared]
public sealed class UnmapOfUnmappedFix : RemoveCallFix
{
    /// <summary>Creates the fix.</summary>
    public UnmapOfUnmappedFix()
        : base("XDMA1002", "Remove the unmap")
    {
    }
}
