using Microsoft.CodeAnalysis;
using XenDma.Analyzers.Contracts;
using XenDma.Analyzers.Flow;

namespace XenDma.Analyzers.Rules.Agreement;

/// <summary>Directions are known by the names of the enum's members.</summary>
internal static class Directions
{
    public static bool Is(Value? direction, MappingInfo info, string name) =>
        Name(direction, Wording.Written(info, Part.Direction)) == name;

    public static string Name(Value? direction, IOperation? written) => DirectionNames.Of(direction, written) ?? Wording.Text(written);
}
