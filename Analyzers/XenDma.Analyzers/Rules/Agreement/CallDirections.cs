using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>The directions of calls and of mappings.</summary>
internal static class CallDirections
{
    public static bool Is(Value? direction, MappingInfo info, string name) =>
        DirectionNames.Of(info.Contract, direction, Wording.Written(info, Part.Direction)) == name;

    /// <summary>The direction of a call; null when that is not known.</summary>
    public static string? Of(FlowCall call) => DirectionNames.Of(call.Contract, call[Part.Direction], call.Source(Part.Direction));

    /// <summary>The direction that a mapping was made with; null when that is not known.</summary>
    public static string? Of(MappingInfo info) => DirectionNames.Of(info.Contract, info.Direction, Wording.Written(info, Part.Direction));
}
