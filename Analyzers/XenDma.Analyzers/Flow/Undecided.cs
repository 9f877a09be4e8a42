using System.Collections.Generic;

namespace XenDma.Analyzers.Flow;

/// <summary>Joins paths that differ in nothing but the answers of checks: the joined path knows that it was asked, not what was answered,
/// and learns it where the same question is asked again.</summary>
internal static class Undecided
{
    public static List<PathState> Join(List<PathState> paths)
    {
        var differing = new HashSet<Value>();
        foreach (var path in paths)
            differing.UnionWith(path.Mappings.Differences(paths[0].Mappings));
        var joined = new List<PathState>();
        foreach (var path in paths)
        {
            var partner = joined.Find(other => AreAlike(other, path, differing));
            if (partner is null)
                joined.Add(path);
            else
                Join(partner, path);
        }
        return joined;
    }

    private static bool AreAlike(PathState a, PathState b, HashSet<Value> differing)
    {
        if (!a.SamePlace(b) || !a.Memory.SameAs(b.Memory))
            return false;
        foreach (var mapping in a.Mappings.Differences(b.Mappings))
        {
            if (!differing.Contains(mapping) || !IsAnswer(a, mapping, b) || !IsAnswer(b, mapping, a))
                return false;
        }
        foreach (var fact in a.Facts.Differences(b.Facts))
        {
            if (!IsAnswered(fact, a, b))
                return false;
        }
        return true;
    }

    private static bool IsAnswer(PathState path, Value mapping, PathState other) =>
        path.Mappings.TryGetValue(mapping, out var known) && known.Life is Life.Live or Life.Failed or Life.Asked
        && other.Mappings.TryGetValue(mapping, out var its) && known.Owned == its.Owned && known.Said == its.Said;

    /// <summary>The fact is about the answer that the paths differ in.</summary>
    private static bool IsAnswered(Value fact, PathState a, PathState b)
    {
        var asked = fact.Kind is ValueKind.Failed or ValueKind.Count ? fact : fact.IsOp("==") || fact.IsOp("<") ? fact.Args[0] : null;
        var mapping = asked?.Kind is ValueKind.Failed or ValueKind.Count ? asked.Args[0] : asked is null ? null : FailureTerms.MappingOf(asked);
        return mapping is { Kind: ValueKind.Mapping } && a.Mappings.TryGetValue(mapping, out var left)
            && b.Mappings.TryGetValue(mapping, out var right) && left.Life != right.Life;
    }

    private static void Join(PathState into, PathState other)
    {
        into.Round = System.Math.Max(into.Round, other.Round);
        foreach (var fact in into.Facts.Differences(other.Facts))
            into.Facts.Remove(fact);
        foreach (var mapping in into.Custodies.Differences(other.Custodies))
            into.Custodies.Remove(mapping);
        foreach (var mapping in into.Mappings.Differences(other.Mappings))
            into.Mappings[mapping] = into.Mappings[mapping] with { Life = Life.Asked };
    }
}
