using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Simpler scenarios in place of one that failed: fewer steps, a simpler machine, rounder numbers, in this order. All are legal.</summary>
public static class Shrinker
{
    private const int TriesAfterCancellation = 100;

    /// <summary>The simpler scenarios to try, boldest first.</summary>
    public static IEnumerable<Scenario> Candidates(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Simpler(scenario).Where(candidate => IsPossible(candidate, scenario));
    }

    /// <summary>Shrinks for as long as a simpler scenario still fails.</summary>
    /// <param name="scenario">A scenario that fails.</param>
    /// <param name="fails">Whether a scenario fails in the same way.</param>
    /// <param name="maxTries">The most scenarios to try.</param>
    /// <param name="cancellation">Ends it soon: a few more are tried, so that what is found is no longer than it need be.</param>
    public static Scenario Shrink(Scenario scenario, Func<Scenario, bool> fails, int maxTries = 5000, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fails);
        int tries = 0, place = 0;
        int? lastTry = null;
        for (bool simpler = true; simpler && tries < maxTries;)
        {
            simpler = false;
            foreach ((int at, Scenario candidate) in From(place, scenario))
            {
                if (!IsPossible(candidate, scenario)) continue;
                if (cancellation.IsCancellationRequested) maxTries = Math.Min(maxTries, lastTry ??= tries + TriesAfterCancellation);
                if (++tries > maxTries) break;
                if (!fails(candidate)) continue;
                (scenario, place) = (candidate, at);
                simpler = true;
                break;
            }
        }

        return scenario;
    }

    private static bool IsPossible(Scenario candidate, Scenario scenario) =>
        (ReferenceEquals(candidate.Machine, scenario.Machine) || MachineShrinker.IsSound(candidate.Machine.Layout)) && Legality.IsLegal(candidate);

    private static IEnumerable<Scenario> Simpler(Scenario scenario) =>
        WithoutSteps(scenario).Concat(MachineShrinker.Candidates(scenario)).Concat(StepShrinker.Candidates(scenario));

    /// <summary>All that is simpler, from a place on and around: what did not fail before the last that did hardly fails after it.</summary>
    private static IEnumerable<(int At, Scenario Candidate)> From(int place, Scenario scenario) =>
        Simpler(scenario).Index().Skip(place).Concat(Simpler(scenario).Index().Take(place));

    /// <summary>Leaves runs of steps out, halves first, with all that stands on them.</summary>
    private static IEnumerable<Scenario> WithoutSteps(Scenario scenario)
    {
        int count = scenario.Steps.Length;
        for (int length = count / 2; length >= 1; length /= 2)
        {
            for (int first = count - length; first >= 1; first -= length) yield return Without(scenario, first, length);
        }
    }

    private static Scenario Without(Scenario scenario, int first, int length)
    {
        var places = new int?[scenario.Steps.Length];
        var kept = ImmutableArray.CreateBuilder<Step>();
        for (int i = 0; i < scenario.Steps.Length; i++)
        {
            if ((i >= first && i < first + length) || StepReferences.Moved(scenario.Steps[i], places) is not { } step) continue;
            places[i] = kept.Count;
            kept.Add(step with { Result = null });
        }

        return scenario with { Steps = kept.ToImmutable() };
    }
}
