using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Lifetime;

/// <summary>XDMA1003: removes the second unmap.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnmappedTwiceFix))]
[Shared]
public sealed class UnmappedTwiceFix : RemoveCallFix
{
    /// <summary>Creates the fix.</summary>
    public UnmappedTwiceFix()
        : base("XDMA1003", "Remove the second unmap")
    {
    }
}
