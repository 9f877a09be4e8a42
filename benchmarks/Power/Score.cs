using System.Collections.Generic;
using System.Linq;

namespace XenDma.Power;

/// <summary>What all seeds together say of one subject.</summary>
internal sealed class Score
{
    private readonly int[] _cases;

    internal Score(Subject subject, IEnumerable<Sighting> sightings)
    {
        Subject = subject;
        Sighting[] all = [.. sightings];
        Sighting[] found = [.. all.Where(static sighting => sighting.Cases > 0)];
        _cases = [.. found.Select(static sighting => sighting.Cases).Order()];
        Seeds = all.Length;
        First = all.FirstOrDefault(static sighting => sighting.Seed == 1)?.Cases ?? 0;
        int[] steps = [.. found.Select(static sighting => sighting.Steps).Where(static steps => steps > 0).Order()];
        Steps = steps.Length == 0 ? null : steps[(steps.Length - 1) / 2];
        MostSteps = steps.Length == 0 ? null : steps[^1];
        Checks = [.. found.GroupBy(static sighting => sighting.Check).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).Select(static group => group.Key)];
    }

    internal Subject Subject { get; }

    /// <summary>How many seeds were run.</summary>
    internal int Seeds { get; }

    /// <summary>How many found it.</summary>
    internal int Found => _cases.Length;

    /// <summary>The cases it took with seed 1; 0 = not found.</summary>
    internal int First { get; }

    /// <summary>The cases until it was found: the median over all seeds, the higher one of two; null where half of them did not find it.</summary>
    internal int? Median => Seeds / 2 < Found ? _cases[Seeds / 2] : null;

    /// <summary>The most cases of a seed that found it.</summary>
    internal int? Most => Found == 0 ? null : _cases[^1];

    /// <summary>The shrunk size in steps, init included: the median.</summary>
    internal int? Steps { get; }

    /// <summary>The largest shrunk size.</summary>
    internal int? MostSteps { get; }

    /// <summary>What named it, the most frequent first.</summary>
    internal IReadOnlyList<string> Checks { get; }
}
