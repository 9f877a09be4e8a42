using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace XenDma.Analyzers.Flow;

/// <summary>Keeps the number of paths at a block bounded: paths that agree on every mapping become one that knows what both know.</summary>
internal static class Merge
{
    public static List<PathState> Bound(List<PathState> paths, int limit, BasicBlock block)
    {
        if (paths.Count <= limit)
            return paths;
        var merged = new List<PathState>();
        foreach (var path in paths)
        {
            var partner = merged.Find(other => other.SamePlace(path) && PathState.Same(other.Mappings, path.Mappings));
            if (partner is null)
                merged.Add(path);
            else
                Join(partner, path, block);
        }
        return merged;
    }

    /// <summary>Endings of one call that agree on the result and on every mapping become one.</summary>
    public static List<Ending> Endings(List<Ending> endings, BasicBlock block)
    {
        var merged = new List<Ending>();
        foreach (var ending in endings)
        {
            var partner = merged.Find(other => Equals(other.Result, ending.Result)
                && other.State.SamePlace(ending.State) && PathState.Same(other.State.Mappings, ending.State.Mappings));
            if (partner is null)
                merged.Add(ending);
            else
                Join(partner.State, ending.State, block);
        }
        return merged;
    }

    private static void Join(PathState into, PathState other, BasicBlock block)
    {
        into.Round = System.Math.Max(into.Round, other.Round);
        var places = new HashSet<Value>(into.Memory.Keys);
        places.UnionWith(other.Memory.Keys);
        foreach (var place in places)
        {
            var a = into.Memory.TryGetValue(place, out var left) ? left : place;
            var b = other.Memory.TryGetValue(place, out var right) ? right : place;
            if (a.Equals(b))
                continue;
            Silence(into, a);
            Silence(into, b);
            into.Memory[place] = new Value(ValueKind.Fresh, block, into.Round, place);
        }
        foreach (var key in new List<Value>(into.Facts.Keys))
        {
            if (other.Facts.TryGetValue(key, out var fact))
                into.Facts[key] = into.Facts[key].Join(fact);
            else
                into.Facts.Remove(key);
        }
    }

    /// <summary>Two paths hold different mappings in one place: nothing can be said about either.</summary>
    private static void Silence(PathState path, Value held)
    {
        foreach (var mapping in new List<Value>(path.Mappings.Keys))
        {
            if (held.Contains(mapping))
                path.Mappings[mapping] = MappingState.Silenced;
        }
    }
}
