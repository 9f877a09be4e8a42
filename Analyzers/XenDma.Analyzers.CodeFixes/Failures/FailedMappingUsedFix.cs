using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Failures;

/// <summary>XDMA2004: removes the use of a failed mapping.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FailedMappingUsedFix))]
[Shared]
public sealed class FailedMappingUsedFix : RemoveCallFix
{
    /// <summary>Creates the fix.</summary>
    public FailedMappingUsedFix()
        : base("XDMA2004", "Remove the call")
    {
    }
}
