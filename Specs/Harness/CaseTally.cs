using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>A case of a campaign in which something did not hold.</summary>
/// <param name="Index">The case.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Finding">What did not hold.</param>
internal sealed record FailedCase(int Index, Verdict Verdict, Finding Finding)
{
    /// <summary>What was answered, where it is known here.</summary>
    [JsonIgnore]
    internal IReadOnlyList<StepResult> Answers { get; init; } = [];
}

/// <summary>What came of cases, added up.</summary>
internal sealed class CaseTally
{
    [JsonInclude]
    internal int Cases { get; set; }

    [JsonInclude]
    internal long Steps { get; set; }

    [JsonInclude]
    internal int Inconclusive { get; set; }

    [JsonInclude]
    internal int Skipped { get; set; }

    /// <summary>How often each invariant had something to judge, in the order of the options.</summary>
    [JsonInclude]
    internal long[] Exercised { get; set; } = [];

    [JsonInclude]
    internal Dictionary<string, long> Labels { get; set; } = [];

    [JsonInclude]
    internal List<FailedCase> Failed { get; set; } = [];

    internal void Add(int index, GeneratedCase generated, CaseResult result)
    {
        Cases++;
        Steps += result.StepsRun;
        if (result.Verdict == Verdict.Inconclusive) Inconclusive++;
        if (result.Verdict == Verdict.Skipped) Skipped++;
        AddExercised(result.Exercised);
        foreach (string label in generated.Labels) Count(label, 1);
        foreach ((string label, long count) in result.Labels) Count(label, count);
        if (result.Finding is { } finding) Failed.Add(new FailedCase(index, result.Verdict, finding) { Answers = result.Answers });
    }

    internal void Add(CaseTally other)
    {
        Cases += other.Cases;
        Steps += other.Steps;
        Inconclusive += other.Inconclusive;
        Skipped += other.Skipped;
        AddExercised(other.Exercised);
        foreach ((string label, long count) in other.Labels) Count(label, count);
        Failed.AddRange(other.Failed);
    }

    private void AddExercised(IReadOnlyList<long> counts)
    {
        if (Exercised.Length < counts.Count) Exercised = [.. Exercised, .. new long[counts.Count - Exercised.Length]];
        for (int i = 0; i < counts.Count; i++) Exercised[i] += counts[i];
    }

    private void Count(string label, long count) => CollectionsMarshal.GetValueRefOrAddDefault(Labels, label, out _) += count;
}
