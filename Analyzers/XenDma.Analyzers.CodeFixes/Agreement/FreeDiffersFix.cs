using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3010: takes the size that the allocation was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreeDiffersFix))]
[Shared]
public sealed class FreeDiffersFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public FreeDiffersFix()
        : base("XDMA3010", "Use the size of the allocation")
    {
    }
}
