using System;
using System.Text;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>One part of the way to a value: a key of an object, or an index into a list.</summary>
/// <param name="Key">The key; null for an index.</param>
/// <param name="Index">The index, where there is no key.</param>
internal readonly record struct PathPart(string? Key, int Index)
{
    /// <summary>The place in an object or a list before its first part.</summary>
    internal static PathPart None => new(null, -1);

    public static implicit operator PathPart(string key) => new(key, -1);

    public static implicit operator PathPart(int index) => new(null, index);

    /// <summary>As messages show it: <c>machine.p2m[3]</c>.</summary>
    internal static string Join(ReadOnlySpan<PathPart> path)
    {
        var text = new StringBuilder();
        foreach (PathPart part in path)
        {
            if (part == None) continue;
            if (part.Key is null) text.Append('[').Append(part.Index).Append(']');
            else text.Append(text.Length > 0 ? "." : "").Append(part.Key);
        }

        return text.ToString();
    }
}

/// <summary>A fault that is found when a scenario is whole: the place by its keys, and what is wrong.</summary>
internal sealed record PlacedFault(PathPart[] Path, string Message);
