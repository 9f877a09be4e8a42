using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>What a campaign is to do.</summary>
public sealed record CampaignOptions
{
    /// <summary>How many scenarios to generate.</summary>
    public int Cases { get; init; } = 1000;

    /// <summary>The seed of them all.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The steps of the largest scenarios.</summary>
    public int MaxSteps { get; init; } = 60;

    /// <summary>The release that the model beside follows.</summary>
    public Semantics Semantics { get; init; } = Semantics.Linux4_18;

    /// <summary>The platforms, in turn.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [Platform.XenPv];

    /// <summary>The invariants that judge.</summary>
    public IReadOnlyList<Invariant> Invariants { get; init; } = Catalogue.All;

    /// <summary>How many scenarios run at a time.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}

/// <summary>A failure that a campaign found, shrunk.</summary>
/// <param name="CaseIndex">The case that failed first.</param>
/// <param name="Verdict">How.</param>
/// <param name="Scenario">The shrunk scenario, with the model's answers as its results.</param>
/// <param name="Finding">What does not hold in it.</param>
/// <param name="Answers">What the implementation answered in it, step by step, to the finding; none where its process died.</param>
public sealed record CampaignFailure(int CaseIndex, Verdict Verdict, Scenario Scenario, Finding Finding, IReadOnlyList<StepResult> Answers);

/// <summary>What a campaign found.</summary>
/// <param name="Cases">How many scenarios ran.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="Inconclusive">How many scenarios could not be decided in full.</param>
/// <param name="Exercised">How often each invariant had something to judge.</param>
/// <param name="Labels">How often each coverage label occurred; <see cref="Generation.Labels"/> declares them.</param>
/// <param name="Failures">The first failure under each check's name, shrunk.</param>
public sealed record CampaignResult(
    int Cases, long Steps, int Inconclusive, IReadOnlyDictionary<string, long> Exercised, ImmutableSortedDictionary<string, long> Labels,
    IReadOnlyList<CampaignFailure> Failures)
{
    /// <summary>The labels that can occur beside the release, with what the implementation offers, and never did.</summary>
    public required ImmutableSortedSet<string> Unseen { get; init; }

    /// <summary>The ops that the implementation has; what needs others is Skipped.</summary>
    public required OfferedOps Offers { get; init; }

    /// <summary>How many scenarios the implementation could not be asked for.</summary>
    public int Skipped { get; init; }

    /// <summary>Why the campaign gave up before all cases had run, if it did.</summary>
    public string? Stopped { get; init; }
}

/// <summary>Generates scenarios and runs them on an implementation beside the model.</summary>
/// <remarks>Results depend on the options alone: of several failures the one of the lowest case is kept, however threads ran.</remarks>
public sealed class Campaign(ISubject subject, CampaignOptions options)
{
    private const int MaxFailures = 20;
    private const int BatchSize = 32;

    private readonly ICaseRunner _runner = CaseRunners.For(subject, options.Invariants);
    private readonly Lock _lock = new();
    private readonly CaseTally _tally = new();

    /// <summary>Runs all cases, or until cancelled; then shrinks what failed.</summary>
    /// <param name="progress">Told the number of cases done, now and then.</param>
    /// <param name="cancellation">Ends the campaign early, with what was found; it is shrunk for a moment longer.</param>
    /// <exception cref="ImplementationException">No child process could be started for an implementation that has one.</exception>
    public CampaignResult Run(Action<int>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            int batches = (options.Cases / BatchSize) + (options.Cases % BatchSize == 0 ? 0 : 1);
            Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation }, batch =>
            {
                int first = batch * BatchSize;
                Record(_runner.Run(options, first, Math.Min(BatchSize, options.Cases - first), cancellation));
                progress?.Invoke(_tally.Cases);
            });
        }
        catch (OperationCanceledException)
        {
            // What was found until now is the result.
        }
        catch (AggregateException thrown) when (thrown.InnerExceptions.OfType<ImplementationException>().FirstOrDefault() is { } refused)
        {
            throw refused;
        }

        Dictionary<string, long> exercised = [];
        for (int i = 0; i < options.Invariants.Count; i++) exercised[options.Invariants[i].Id] = i < _tally.Exercised.Length ? _tally.Exercised[i] : 0;
        var labels = _tally.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new CampaignResult(_tally.Cases, _tally.Steps, _tally.Inconclusive, exercised, labels, [.. FirstOfEach().Select(failure => Shrunk(failure, cancellation))])
        {
            Unseen = Labels.Missing(options.Semantics, options.Platforms, subject.Offers, labels.Keys),
            Offers = subject.Offers,
            Skipped = _tally.Skipped,
            Stopped = _runner.Stopped,
        };
    }

    /// <summary>The scenario of one case, with the calls that an implementation offers.</summary>
    public static GeneratedCase CaseOf(CampaignOptions options, int index, OfferedOps offers = OfferedOps.All)
    {
        ArgumentNullException.ThrowIfNull(options);
        ulong seed = SplitMix.SeedOf(options.Seed, index);
        GeneratedCase made =
            ScenarioGenerator.MakeCase(seed, 4 + (index % Math.Max(1, options.MaxSteps - 3)), options.Semantics, options.Platforms[index % options.Platforms.Count]);
        return made with { Scenario = OfferedSteps.Keep(made.Scenario, offers) };
    }

    private void Record(CaseTally batch)
    {
        lock (_lock)
        {
            _tally.Add(batch);
            if (_tally.Failed.Count <= MaxFailures * 100) return;
            _tally.Failed.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            _tally.Failed.RemoveRange(MaxFailures * 50, _tally.Failed.Count - (MaxFailures * 50));
        }
    }

    private IEnumerable<FailedCase> FirstOfEach() => _tally.Failed.OrderBy(static failure => failure.Index)
        .GroupBy(static failure => (failure.Finding.Check, failure.Verdict)).Select(static group => group.First()).Take(MaxFailures);

    private CampaignFailure Shrunk(FailedCase first, CancellationToken cancellation)
    {
        Scenario whole = CaseOf(options, first.Index, subject.Offers).Scenario, start = UpTo(whole, first.Finding.Step);
        CaseResult? last = null;
        using IDisposable? patience = _runner.BeginShrinking();
        Scenario shrunk = Shrinker.Shrink(Fails(start) ? start : whole, Fails, cancellation: cancellation);

        // Where it does not fail each time, what was seen is told.
        return last is null
            ? new CampaignFailure(first.Index, first.Verdict, Answered(whole, first.Finding), first.Finding, first.Answers)
            : new CampaignFailure(first.Index, last.Verdict, Answered(shrunk, last.Finding!), last.Finding!, last.Answers);

        bool Fails(Scenario candidate)
        {
            CaseResult result = _runner.Run(candidate);
            bool fails = result.Finding?.Check == first.Finding.Check && result.Verdict == first.Verdict;
            if (fails) last = result;
            return fails;
        }

        Scenario Answered(Scenario scenario, Finding finding) => CaseRunner.WithModelResults(scenario) with { Name = $"{finding.Check}-{first.Index}" };
    }

    private static Scenario UpTo(Scenario scenario, int step) =>
        step >= 0 && step + 1 < scenario.Steps.Length ? scenario with { Steps = scenario.Steps[..(step + 1)] } : scenario;
}
