using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3005: takes the count that MapSg was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CountIsResultFix))]
[Shared]
public sealed class CountIsResultFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public CountIsResultFix()
        : base("XDMA3005", "Use the count that MapSg was given")
    {
    }
}
