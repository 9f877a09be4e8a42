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
/// <param name="Answers">What the implementation answered in it, step by step, to the finding.</param>
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
    /// <summary>The labels that can occur beside the release and never did.</summary>
    public required ImmutableSortedSet<string> Unseen { get; init; }
}

/// <summary>Generates scenarios and runs them on an implementation beside the model.</summary>
/// <remarks>Results depend on the options alone: of several failures the one of the lowest case is kept, however threads ran.</remarks>
public sealed class Campaign(IImplementation implementation, CampaignOptions options)
{
    private const int MaxFailures = 20;

    private readonly CaseRunner _runner = new(implementation, options.Invariants);
    private readonly OfferedOps _offers = ((ISubject)implementation).Offers;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, CaseResult> _failed = [];
    private readonly long[] _exercised = new long[options.Invariants.Count];
    private readonly Dictionary<string, long> _labels = [];
    private int _cases;
    private int _inconclusive;
    private long _steps;

    /// <summary>Runs all cases, or until cancelled; then shrinks what failed.</summary>
    /// <param name="progress">Told the number of cases done, now and then.</param>
    /// <param name="cancellation">Ends the campaign early, with what was found; it is shrunk for a moment longer.</param>
    public CampaignResult Run(Action<int>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            Parallel.For(0, options.Cases, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation }, index =>
            {
                GeneratedCase generated = CaseOf(options, index, _offers);
                Record(index, generated, _runner.Run(generated.Scenario));
                if (_cases % 64 == 0) progress?.Invoke(_cases);
            });
        }
        catch (OperationCanceledException)
        {
            // What was found until now is the result.
        }

        Dictionary<string, long> exercised = [];
        for (int i = 0; i < _exercised.Length; i++) exercised[options.Invariants[i].Id] = _exercised[i];
        var labels = _labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new CampaignResult(_cases, _steps, _inconclusive, exercised, labels, [.. FirstOfEach().Select(failure => Shrunk(failure, cancellation))])
        {
            Unseen = Labels.AllOf(options.Semantics, options.Platforms).Except(labels.Keys),
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

    private void Record(int index, GeneratedCase generated, CaseResult result)
    {
        lock (_lock)
        {
            _cases++;
            _steps += result.StepsRun;
            if (result.Verdict == Verdict.Inconclusive) _inconclusive++;
            for (int i = 0; i < _exercised.Length; i++) _exercised[i] += result.Exercised[i];
            foreach (string label in generated.Labels) Count(label, 1);
            foreach ((string label, long count) in result.Labels) Count(label, count);
            if (result.Finding is null) return;
            _failed.Add(index, result);
            if (_failed.Count > MaxFailures * 50) _failed.Remove(_failed.Keys.Last());
        }
    }

    private void Count(string label, long count) => _labels[label] = _labels.GetValueOrDefault(label) + count;

    private IEnumerable<KeyValuePair<int, CaseResult>> FirstOfEach() =>
        _failed.GroupBy(static failure => (failure.Value.Finding!.Check, failure.Value.Verdict)).Select(static group => group.First()).Take(MaxFailures);

    private CampaignFailure Shrunk(KeyValuePair<int, CaseResult> failure, CancellationToken cancellation)
    {
        CaseResult first = failure.Value;
        Scenario shrunk = Shrinker.Shrink(CaseOf(options, failure.Key, _offers).Scenario, candidate =>
            _runner.Run(candidate) is { Finding: { } finding } result && finding.Check == first.Finding!.Check && result.Verdict == first.Verdict, cancellation: cancellation);
        CaseResult last = _runner.Run(shrunk);
        if (last.Finding is null) (shrunk, last) = (CaseOf(options, failure.Key, _offers).Scenario, first); // It does not fail each time: what was seen is told.
        Scenario answered = CaseRunner.WithModelResults(shrunk) with { Name = $"{last.Finding!.Check}-{failure.Key}" };
        return new CampaignFailure(failure.Key, last.Verdict, answered, last.Finding, last.Answers);
    }
}
