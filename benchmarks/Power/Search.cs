using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Power;

/// <summary>Runs the cases of one seed until each subject of a group is found.</summary>
internal static class Search
{
    private const int MaxSteps = 60;

    /// <summary>What each subject's campaign of one seed comes to: the cases are those of a <see cref="Campaign"/> with that seed.</summary>
    /// <param name="subjects">Subjects of one group.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cases">The most cases.</param>
    /// <param name="shrinks">Whether what fails is shrunk.</param>
    internal static IReadOnlyList<Sighting> Run(IReadOnlyList<Subject> subjects, ulong seed, int cases, bool shrinks)
    {
        List<Suspect> open = [.. subjects.Select(static subject => new Suspect(subject))];
        List<Sighting> sightings = [];
        for (int index = 0; index < cases && open.Count > 0; index++)
        {
            Scenario answered = CaseRunner.WithModelResults(CaseOf(subjects[0], seed, index));
            for (int i = open.Count - 1; i >= 0; i--)
            {
                if (open[i].Run(answered) is not { Finding: { } finding } failed) continue;
                int steps = shrinks ? open[i].Shrunk(CaseOf(subjects[0], seed, index), failed).Steps.Length : 0;
                sightings.Add(new Sighting(open[i].Name, seed, index + 1, finding.Check, steps));
                open.RemoveAt(i);
            }
        }

        sightings.AddRange(open.Select(left => new Sighting(left.Name, seed, 0, "", 0)));
        return sightings;
    }

    private static Scenario CaseOf(Subject subject, ulong seed, int index) =>
        Campaign.CaseOf(new CampaignOptions { Seed = seed, MaxSteps = MaxSteps, Semantics = subject.Beside, Platforms = subject.Platforms }, index, ((ISubject)subject.Implementation).Offers).Scenario;

    /// <summary>A subject at work, and beside it the same without the mistake.</summary>
    private sealed class Suspect(Subject subject)
    {
        internal string Name => subject.Name;

        /// <summary>How a case came out, if it shows the mistake; null if not: nothing failed, or what is innocent of it failed before. Where that fails
        /// in the same step by the same check, the other checks tell.</summary>
        internal CaseResult? Run(Scenario answered)
        {
            for (IReadOnlyList<Invariant> judges = Catalogue.All; ;)
            {
                if (new CaseRunner(subject.Implementation, judges).RunAnswered(answered) is not { Finding: { } finding } failed) return null;
                if (subject.Innocent is not { } innocent || new CaseRunner(innocent, judges).RunAnswered(answered).Finding is not { } other) return failed;
                if (other.Step < finding.Step) return null;
                if (other.Step > finding.Step || other.Check != finding.Check) return failed;
                Invariant[] rest = [.. judges.Where(judge => judge.Id != finding.Check)];
                if (rest.Length == judges.Count) return null;
                judges = rest;
            }
        }

        internal Scenario Shrunk(Scenario scenario, CaseResult failed) => Shrinker.Shrink(scenario, candidate =>
            Run(CaseRunner.WithModelResults(candidate)) is { } result && result.Finding!.Check == failed.Finding!.Check && result.Verdict == failed.Verdict);
    }
}
