using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>Runs cases in child processes. Where a child dies, the case that it was at is known, and the work goes on behind it.</summary>
internal sealed class IsolatedCaseRunner(IsolatedImplementation implementation, IReadOnlyList<Invariant> invariants) : ICaseRunner
{
    /// <summary>Deaths that one child without an end counts for: it takes that much longer.</summary>
    private const int TimedOutWeight = 4;

    private static readonly Dictionary<string, long> NoLabels = [];

    private readonly string[] _ids = [.. invariants.Select(IdOf)];
    private int _deaths;
    private int? _deathsWhileShrinking;

    /// <inheritdoc/>
    public string? Stopped { get; private set; }

    /// <inheritdoc/>
    public IDisposable BeginShrinking()
    {
        _deathsWhileShrinking = 0;
        return new Patience(this);
    }

    /// <inheritdoc/>
    /// <remarks>Untested where too many children have died over one scenario that is shrunk.</remarks>
    public CaseResult Run(Scenario scenario)
    {
        if (_deathsWhileShrinking >= implementation.Limits.MaxDeathsWhileShrinking) return new CaseResult(Verdict.Untested, null, "too many children have died", [], 0, NoLabels) { Answers = [] };
        ChildLimits limits = _deathsWhileShrinking is null ? implementation.Limits : implementation.Limits.Shrinking;
        var request = new ChildRequest { Case = new CaseRequest(_ids), Scenario = ScenarioWriter.ToLine(scenario) };
        if (implementation.Ask(request, limits, out ChildDeath? death) is { Case: { } reply })
        {
            return new CaseResult(reply.Verdict, reply.Finding, reply.Reason, reply.Exercised, reply.StepsRun, reply.Labels)
            {
                Answers = reply.Answered is { } answered ? AnswersText.Parse(answered, reply.StepsRun + 1) : [],
            };
        }

        _deathsWhileShrinking += WeightOf(death!);
        return Dead(scenario, death!);
    }

    /// <inheritdoc/>
    public CaseTally Run(CampaignOptions options, int first, int count, CancellationToken cancellation)
    {
        var tally = new CaseTally();
        Run(tally, options, first, count, cancellation);
        return tally;
    }

    /// <summary>What a death is, as a finding in the scenario that ran.</summary>
    internal static Finding FindingOf(Scenario scenario, ChildDeath death)
    {
        int last = scenario.Steps.Length - 1;
        Scenario expected = CaseRunner.WithModelResults(scenario);
        string owed = death.Step <= last && expected.Steps[Math.Max(0, death.Step)].Result is { } result ? StepText.Of(result) : "an answer";
        string what = death.Verdict == Verdict.TimedOut ? "none" : "a crash";
        string where = death.Step > last ? " after the last step, where what is live is unmapped and freed, then destroy called" : "";
        return new Finding(CaseRunner.AgreementId, Math.Clamp(death.Step, 0, last), owed, $"{what}{where}: {death.Reason}");
    }

    private static string IdOf(Invariant invariant) => ReferenceEquals(Catalogue.Find(invariant.Id), invariant)
        ? invariant.Id
        : throw new ArgumentException($"{invariant}: child processes know the invariants of the catalogue alone");

    private static int WeightOf(ChildDeath death) => death.Verdict == Verdict.TimedOut ? TimedOutWeight : 1;

    private static CaseResult Dead(Scenario scenario, ChildDeath death) =>
        new(death.Verdict, FindingOf(scenario, death), null, [], Math.Max(0, death.Step), NoLabels) { Answers = [] };

    private void Run(CaseTally tally, CampaignOptions options, int first, int count, CancellationToken cancellation)
    {
        while (count > 0 && !cancellation.IsCancellationRequested)
        {
            if (Volatile.Read(ref _deaths) >= implementation.Limits.MaxDeaths)
            {
                Stopped = $"{_deaths} of its processes had died";
                return;
            }

            var batch = new BatchRequest(first, count, options.Seed, options.MaxSteps, options.Semantics.Name, [.. options.Platforms], _ids);
            if (implementation.Ask(new ChildRequest { Batch = batch }, implementation.Limits, out ChildDeath? death) is { Batch: { } done })
            {
                tally.Add(done);
                return;
            }

            // Ctrl-C may end a child before it knows that it must not.
            if (cancellation.IsCancellationRequested) return;
            Interlocked.Add(ref _deaths, WeightOf(death!));
            int at = (int)Math.Clamp(death!.Case, first, first + count - 1);

            // What the cases before came to has died with the child.
            Run(tally, options, first, at - first, cancellation);
            GeneratedCase generated = Campaign.CaseOf(options, at, implementation.Offers);
            tally.Add(at, generated, Dead(generated.Scenario, death));
            count -= at + 1 - first;
            first = at + 1;
        }
    }

    private sealed class Patience(IsolatedCaseRunner runner) : IDisposable
    {
        public void Dispose() => runner._deathsWhileShrinking = null;
    }
}
