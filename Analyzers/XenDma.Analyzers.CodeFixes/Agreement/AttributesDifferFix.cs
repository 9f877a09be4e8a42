using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3007: takes the attributes that the map was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AttributesDifferFix))]
[Shared]
public sealed class AttributesDifferFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public AttributesDifferFix()
        : base("XDMA3007", "Use the attributes of the map")
    {
    }
}
