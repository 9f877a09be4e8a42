using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>A run whose steps are followed, judged by invariants, and compared by the contract: what generated cases and replays share.</summary>
internal sealed class JudgedRun
{
    private readonly ScenarioRun _run;
    private readonly JudgeIndex _index;
    private readonly InvariantJudge?[] _judges;
    private readonly RunFacts _facts;
    private readonly StepLabels _labels;

    internal JudgedRun(ScenarioRun run, JudgeIndex index, Workbench? bench = null)
    {
        _run = run;
        _index = index;
        Comparer = new ContractComparer(run);
        _facts = new RunFacts(run, Comparer.Live, bench);
        _labels = new StepLabels(run, Comparer.Live, _facts);
        _judges = new InvariantJudge?[index.Invariants.Count];
    }

    /// <summary>Compares answers with those that are owed.</summary>
    internal ContractComparer Comparer { get; }

    /// <summary>How often each invariant had something to judge, in the order given.</summary>
    internal IReadOnlyList<long> Exercised => [.. _judges.Select(static judge => judge?.Exercised ?? 0)];

    /// <summary>How often each coverage label occurred.</summary>
    internal IReadOnlyDictionary<string, long> Labels => _labels.Counts;

    /// <summary>Runs a step and lets the invariants judge it; a step that does not answer is not judged.</summary>
    /// <param name="index">The step.</param>
    /// <param name="broken">What does not hold, or null.</param>
    internal StepResult Take(int index, out Finding? broken)
    {
        broken = null;
        try
        {
            return Judge(index, ref broken);
        }
        catch (Exception fault) when (fault is KernelBugException or MachineFaultException)
        {
            return new Faulted($"asked for its pool: {fault.Message}");
        }
        catch (NonsenseException nonsense)
        {
            return new Nonsense(nonsense.Message);
        }
    }

    /// <summary>Ends what is live, where the implementation's instance has an end.</summary>
    /// <returns>What went wrong, or null.</returns>
    internal string? Unwind() => Unwinding.End(_run, Comparer.Live);

    private StepResult Judge(int index, ref Finding? broken)
    {
        Step step = _run.Scenario.Steps[index];
        _facts.BeforeStep(step);
        foreach (int place in _index.Before(step.Kind)) JudgeAt(place).Before(index, step);
        _labels.Before(step);
        StepResult actual = _run.Execute(index);
        if (Answers.IsNone(actual)) return actual;
        Comparer.Follow(index, actual);
        _facts.AfterStep(index, step, actual);
        _labels.After(index, step, actual);
        bool showsPool = _run.Pool is not null;
        foreach (int place in _index.After(step.Kind, _facts.Moved.Count > 0))
        {
            // Where the implementation does not show what an invariant needs to see, it stays untested.
            if (!showsPool && _index.SeesPool(place)) continue;
            broken = JudgeAt(place).After(index, step, actual);
            if (broken is not null) break;
        }

        _facts.Close(step, actual);
        return actual;
    }

    private InvariantJudge JudgeAt(int place) => _judges[place] ??= _index.Invariants[place].Judge(_facts);
}
