using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace XenDma.Analyzers.CodeFixes.Agreement;

/// <summary>XDMA3003: takes the device that the map was given.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeviceDiffersFix))]
[Shared]
public sealed class DeviceDiffersFix : UseMapsArgumentFix
{
    /// <summary>Creates the fix.</summary>
    public DeviceDiffersFix()
        : base("XDMA3003", "Use the device of the map")
    {
    }
}
