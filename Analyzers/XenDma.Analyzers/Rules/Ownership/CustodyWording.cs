using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Ownership;

/// <summary>How messages name the memory of a mapping.</summary>
internal static class CustodyWording
{
    /// <summary>The mapping's own name, or for one that another method made the field that keeps its buffer.</summary>
    public static string Name(FlowEvent flow, Custody custody) =>
        flow.Info is { } info ? Wording.Name(info) : flow.Mapping?.Symbol?.Name ?? custody.Root.Symbol?.Name ?? "the mapping";

    public static string Line(FlowEvent flow) => flow.Info is { } info ? Wording.Line(info.Site) : "another method";
}
