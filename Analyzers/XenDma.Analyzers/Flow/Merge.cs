using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Keeps the number of paths at a block bounded: paths that agree on every mapping become one that knows what both know; if
/// that is not enough, so do those that differ in the answer of a check only, then all.</summary>
internal static class Merge
{
    public static List<PathState> Bound(List<PathState> paths, int limit, BasicBlock block)
    {
        if (paths.Count <= limit)
            return paths;
        var merged = JoinAgreeing(paths, block);
        if (merged.Count <= limit)
            return merged;
        merged = Undecided.Join(merged);
        return merged.Count <= limit ? merged : JoinAgreeing(Silenced(merged), block);
    }

    /// <summary>Endings of one call that agree on the result and on every mapping become one.</summary>
    public static List<Ending> Endings(List<Ending> endings, BasicBlock block)
    {
        var merged = new List<Ending>();
        foreach (var ending in endings)
        {
            var partner = merged.Find(other => Equals(other.Result, ending.Result)
                && other.State.SamePlace(ending.State) && other.State.Mappings.SameAs(ending.State.Mappings));
            if (partner is null)
                merged.Add(ending);
            else
                Join(partner.State, ending.State, block);
        }
        return merged;
    }

    private static List<PathState> JoinAgreeing(List<PathState> paths, BasicBlock block)
    {
        var merged = new List<PathState>();
        foreach (var path in paths)
        {
            var partner = merged.Find(other => other.SamePlace(path) && other.Mappings.SameAs(path.Mappings));
            if (partner is null)
                merged.Add(path);
            else
                Join(partner, path, block);
        }
        return merged;
    }

    /// <summary>Nothing more is said about a mapping that the paths do not agree on.</summary>
    private static List<PathState> Silenced(List<PathState> paths)
    {
        var disputed = new HashSet<Value>();
        foreach (var path in paths)
            disputed.UnionWith(path.Mappings.Differences(paths[0].Mappings));
        foreach (var path in paths)
        {
            foreach (var mapping in disputed)
                path.Mappings[mapping] = MappingState.Silenced;
        }
        return paths;
    }

    private static void Join(PathState into, PathState other, BasicBlock block)
    {
        into.Round = System.Math.Max(into.Round, other.Round);
        foreach (var place in into.Memory.Differences(other.Memory))
        {
            var a = into.Memory.TryGetValue(place, out var left) ? left : place;
            var b = other.Memory.TryGetValue(place, out var right) ? right : place;
            if (a.Equals(b))
                continue;
            Silence(into, a);
            Silence(into, b);
            into.Memory[place] = new Value(ValueKind.Fresh, block, into.Round, place);
        }
        foreach (var mapping in into.Custodies.Differences(other.Custodies))
            into.Custodies.Remove(mapping);
        foreach (var key in into.Facts.Differences(other.Facts))
        {
            if (into.Facts.TryGetValue(key, out var known) && other.Facts.TryGetValue(key, out var fact))
                into.Facts[key] = known.Join(fact);
            else
                into.Facts.Remove(key);
        }
    }

    /// <summary>Two paths hold different mappings in one place: nothing can be said about either.</summary>
    private static void Silence(PathState path, Value held)
    {
        if (held.IsConst)
            return;
        foreach (var mapping in path.Mappings.Keys)
        {
            if (held.Contains(mapping))
                path.Mappings[mapping] = MappingState.Silenced;
        }
    }
}
