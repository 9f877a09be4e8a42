using System;
using System.Collections.Generic;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;
using XenDma.Specs.Generation;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>How a replay compares.</summary>
public enum ReplayMode
{
    /// <summary>Every result is equal, bounce slots and all.</summary>
    Exact,

    /// <summary>Results are equal up to what the contract leaves open.</summary>
    Contract,
}

/// <summary>How a replay came out.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Compared">How many results were compared.</param>
/// <param name="Finding">The first difference, if any.</param>
/// <param name="Reason">Why the replay could not be decided, if it could not; or what else there is to say.</param>
public sealed record ReplayOutcome(Verdict Verdict, int Compared, Finding? Finding = null, string? Reason = null);

/// <summary>Runs a recording on an implementation and compares what it answers.</summary>
public static class Replay
{
    /// <summary>Replays a scenario up to the first difference.</summary>
    /// <exception cref="ArgumentException">The machine contradicts itself.</exception>
    public static ReplayOutcome Run(Scenario scenario, ISubject subject, ReplayMode mode) => Run(scenario, subject, mode, []);

    /// <summary>Replays a scenario up to the first difference, or to where an invariant does not hold.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="subject">What runs it.</param>
    /// <param name="mode">How results are compared.</param>
    /// <param name="invariants">What judges beside the results in contract mode; recorded kernels do not keep all of them.</param>
    /// <exception cref="ArgumentException">The machine contradicts itself.</exception>
    public static ReplayOutcome Run(Scenario scenario, ISubject subject, ReplayMode mode, IReadOnlyList<Invariant> invariants) => subject switch
    {
        IImplementation implementation => Run(scenario, implementation, mode, invariants, null),
        IsolatedImplementation isolated => isolated.Replay(scenario, mode, invariants),
        _ => throw new ArgumentException($"{subject} cannot be run", nameof(subject)),
    };

    internal static ReplayOutcome Run(Scenario scenario, IImplementation implementation, ReplayMode mode, IReadOnlyList<Invariant> invariants, IRunProgress? progress)
    {
        using var run = new ScenarioRun(scenario, implementation, skipsDead: mode == ReplayMode.Contract);
        return mode == ReplayMode.Exact ? RunExact(run, progress) : RunContract(run, invariants, progress);
    }

    private static ReplayOutcome RunExact(ScenarioRun run, IRunProgress? progress)
    {
        int compared = 0;
        for (int i = 0; i < run.Scenario.Steps.Length; i++)
        {
            progress?.BeginStep(i);
            StepResult actual = run.Execute(i);
            if (run.NotOffered is { } lacking) return new ReplayOutcome(Verdict.Skipped, compared, Reason: lacking);
            if (run.Scenario.Steps[i].Result is not { } expected)
            {
                if (Answers.IsNone(actual)) return Unrecorded(run, i, actual, compared);
                continue;
            }

            compared++;
            if (!expected.Equals(actual))
                return new ReplayOutcome(Answers.VerdictOf(actual), compared, Finding.Between("replay", i, expected, actual));
        }

        return compared == 0
            ? new ReplayOutcome(Verdict.Inconclusive, 0, Reason: "no step has a result to compare with")
            : new ReplayOutcome(Verdict.Pass, compared);
    }

    private static ReplayOutcome RunContract(ScenarioRun run, IReadOnlyList<Invariant> invariants, IRunProgress? progress)
    {
        var judged = new JudgedRun(run, new JudgeIndex(invariants));
        ContractComparer comparer = judged.Comparer;
        for (int i = 0; i < run.Scenario.Steps.Length; i++)
        {
            progress?.BeginStep(i);
            StepResult actual = judged.Take(i, out Finding? broken);
            if (broken is not null) return new ReplayOutcome(Verdict.Fail, comparer.Compared, broken);
            if (run.NotOffered is { } lacking) return new ReplayOutcome(Verdict.Skipped, comparer.Compared, Reason: lacking);
            if (run.Scenario.Steps[i].Result is null && Answers.IsNone(actual)) return Unrecorded(run, i, actual, comparer.Compared);
            if (comparer.Compare(i, run.Scenario.Steps[i].Result, actual) is { } finding)
                return new ReplayOutcome(Answers.VerdictOf(actual), comparer.Compared, finding);
        }

        if (comparer.Compared == 0) return new ReplayOutcome(Verdict.Inconclusive, 0, Reason: "no step has a result to compare with");
        if (run.Ops is IAbandonable && Legality.IsLegal(run.Scenario) && judged.Unwind() is { } end)
            return new ReplayOutcome(Verdict.Crashed, comparer.Compared, new Finding("replay", run.Scenario.Steps.Length - 1, "an end without a fault", end));
        return comparer.Divergence is { } reason
            ? new ReplayOutcome(Verdict.Inconclusive, comparer.Compared, Reason: reason)
            : new ReplayOutcome(Verdict.Pass, comparer.Compared);
    }

    /// <summary>A recording whose last step has no result is one of a call that never returned: what came before is what can be compared.</summary>
    private static ReplayOutcome Unrecorded(ScenarioRun run, int step, StepResult actual, int compared) =>
        actual is Hang && step == run.Scenario.Steps.Length - 1 && compared > 0
            ? new ReplayOutcome(Verdict.Pass, compared, Reason: $"step {step}: {StepText.Of(actual)}, and none was recorded")
            : new ReplayOutcome(Answers.VerdictOf(actual), compared, new Finding("replay", step, "an answer", StepText.Of(actual)));
}
