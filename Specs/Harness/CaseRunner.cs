using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>How one scenario came out on one implementation.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Finding">The first thing that did not hold, if any.</param>
/// <param name="Reason">Why it could not be decided, if it could not.</param>
/// <param name="Exercised">How often each invariant had something to judge, in the order given.</param>
/// <param name="StepsRun">How many steps ran.</param>
/// <param name="Labels">How often each coverage label occurred.</param>
public sealed record CaseResult(
    Verdict Verdict, Finding? Finding, string? Reason, IReadOnlyList<long> Exercised, int StepsRun, IReadOnlyDictionary<string, long> Labels)
{
    /// <summary>What the implementation answered, step by step, to the finding or to the end; none where its process died.</summary>
    public required IReadOnlyList<StepResult> Answers { get; init; }
}

/// <summary>Runs a scenario on an implementation beside the model, and lets the invariants judge each step.</summary>
public sealed class CaseRunner : ICaseRunner
{
    private readonly IImplementation _implementation;
    private readonly JudgeIndex _judges;
    private readonly IRunProgress? _progress;
    private readonly Workbenches _benches = new();

    /// <summary>Runs on an implementation in this process.</summary>
    /// <param name="implementation">The implementation.</param>
    /// <param name="invariants">What judges.</param>
    public CaseRunner(IImplementation implementation, IReadOnlyList<Invariant> invariants)
        : this(implementation, invariants, null)
    {
    }

    internal CaseRunner(IImplementation implementation, IReadOnlyList<Invariant> invariants, IRunProgress? progress)
    {
        _implementation = implementation;
        _judges = new JudgeIndex(invariants);
        _progress = progress;
    }

    /// <summary>The name under which a difference from the model is reported.</summary>
    public const string AgreementId = "XD-MODEL";

    private static readonly ModelImplementation Model = new();

    /// <summary>Answers of the model for a scenario, in place of whatever results it has. It ends before a call that never returns in the
    /// release: from there on nothing is owed.</summary>
    public static Scenario WithModelResults(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        StepResult?[] owed = AnswersOfModel(scenario, null);
        return scenario with { Steps = [.. owed.Select((result, i) => scenario.Steps[i] with { Result = result })] };
    }

    /// <summary>Runs a scenario to its first finding.</summary>
    public CaseResult Run(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        using Workbenches.Lease lease = _benches.Take();
        return Run(scenario, lease.Bench);
    }

    /// <summary>Runs a scenario that has the model's answers, of <see cref="WithModelResults"/>, to its first finding.</summary>
    public CaseResult RunAnswered(Scenario expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        using Workbenches.Lease lease = _benches.Take();
        return Run(expected, [.. expected.Steps.Select(static step => step.Result)], lease.Bench);
    }

    /// <summary>What the model answers to each step, up to one that never returns in the release; null for an answer that binds nobody.</summary>
    private static StepResult?[] AnswersOfModel(Scenario scenario, Workbench? bench)
    {
        using var run = new ScenarioRun(scenario, Model, skipsDead: true, bench);
        var owed = new StepResult?[scenario.Steps.Length];
        for (int i = 0; i < owed.Length; i++)
        {
            StepResult result = run.Execute(i);
            if (result is Hang) return owed[..i];
            owed[i] = result is NotRun || Answers.IsNone(result) ? null : result;
        }

        return owed;
    }

    private CaseResult Run(Scenario scenario, Workbench bench) => Run(scenario, AnswersOfModel(scenario, bench), bench);

    private CaseResult Run(Scenario scenario, StepResult?[] owed, Workbench bench)
    {
        using var run = new ScenarioRun(scenario, _implementation, skipsDead: true, bench);
        var judged = new JudgedRun(run, _judges, bench);
        var answers = new List<StepResult>(owed.Length);
        int index = 0;
        for (; index < owed.Length; index++)
        {
            _progress?.BeginStep(index);
            StepResult actual = judged.Take(index, out Finding? broken);
            answers.Add(actual);
            if (Answers.IsNone(actual)) return Result(Answers.VerdictOf(actual), Unanswered(index, owed[index], actual), null);
            if (run.NotOffered is { } lacking) return Result(Verdict.Skipped, null, lacking);
            if (broken is not null) return Result(Verdict.Fail, broken, null);
            if (judged.Comparer.Compare(index, owed[index], actual) is { } differs)
                return Result(Verdict.Fail, differs with { Check = AgreementId }, null);
        }

        _progress?.BeginStep(index);
        if (judged.Unwind() is { } end) return Result(Verdict.Crashed, new Finding(AgreementId, index - 1, "an end without a fault", end), null);
        if (PoolFault(run.Ops) is { } fault) return Result(Verdict.Fail, new Finding(AgreementId, index - 1, "a pool whose tables agree", fault), null);
        return judged.Comparer.Divergence is { } reason ? Result(Verdict.Inconclusive, null, reason) : Result(Verdict.Pass, null, null);

        CaseResult Result(Verdict verdict, Finding? finding, string? reason) =>
            new(verdict, finding, reason, judged.Exercised, index, judged.Labels) { Answers = answers };
    }

    /// <inheritdoc/>
    CaseTally ICaseRunner.Run(CampaignOptions options, int first, int count, CancellationToken cancellation)
    {
        var tally = new CaseTally();
        using Workbenches.Lease lease = _benches.Take();
        for (int i = first; i < first + count && !cancellation.IsCancellationRequested; i++)
        {
            _progress?.BeginCase(i);
            GeneratedCase generated = Campaign.CaseOf(options, i, ((ISubject)_implementation).Offers);
            tally.Add(i, generated, Run(generated.Scenario, lease.Bench));
        }

        return tally;
    }

    /// <summary>What is wrong in the tables of the model's own pool: the model asserts itself.</summary>
    private static string? PoolFault(IDmaOps? ops) => ops switch
    {
        XenSwiotlbOps model => model.Pool?.FindFault(),
        DispatchedOps kernel => kernel.PoolOps.Pool?.FindFault(),
        _ => null,
    };

    private static Finding Unanswered(int index, StepResult? owed, StepResult actual) =>
        new(AgreementId, index, owed is null ? "an answer" : StepText.Of(owed), StepText.Of(actual));
}
