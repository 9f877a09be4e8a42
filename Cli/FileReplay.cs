using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XenDma.Cli.Output;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Cli;

/// <summary>The replay of one file of scenarios.</summary>
internal sealed class FileReplay
{
    private const int MaxNotes = 5;

    private readonly Lock _lock = new();
    private readonly SortedList<long, string> _notes = [];
    private int _passed;
    private int _inconclusive;
    private int _skipped;

    private FileReplay(string file) => File = file;

    internal string File { get; }

    internal int Scenarios { get; private set; }

    internal long Compared { get; private set; }

    /// <summary>How many scenarios passed.</summary>
    internal int Passed => _passed;

    /// <summary>No scenario failed, and at least one passed.</summary>
    internal bool Held => Verdict is Verdict.Pass or Verdict.Inconclusive;

    internal Verdict Verdict => Scenarios == 0 ? Verdict.Untested
        : _passed + _inconclusive + _skipped < Scenarios ? Verdict.Fail
        : _passed + _inconclusive == 0 ? Verdict.Skipped
        : _inconclusive > 0 ? Verdict.Inconclusive
        : Verdict.Pass;

    internal string PassedText => string.Create(CultureInfo.InvariantCulture, $"{_passed:N0} of {Scenarios:N0}")
        + (Scenarios > 0 && _passed == Scenarios ? " (100 %)" : "");

    /// <summary>What there is to say of single scenarios: the first few.</summary>
    internal IEnumerable<string> Notes => _notes.Values;

    internal static FileReplay Run(string file, ReplayRequest request, CancellationToken cancellation)
    {
        var replay = new FileReplay(file);
        try
        {
            Partitioner<(Scenario, long)> scenarios = Partitioner.Create(
                ScenarioReader.Read(file).Select(static (scenario, index) => (scenario, (long)index)), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(
                scenarios,
                new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
                item => replay.Add(item.Item1, item.Item2, Replay.Run(item.Item1, request.Implementation, request.Mode, request.Invariants)));
        }
        catch (AggregateException thrown) when (thrown.InnerExceptions.OfType<ScenarioException>().FirstOrDefault() is { } refused)
        {
            throw refused;
        }
        catch (AggregateException thrown) when (thrown.InnerExceptions.Any(static inner => inner is OutOfMemoryException))
        {
            throw new UsageException($"{file}: a scenario needs more memory than there is");
        }
        catch (OperationCanceledException)
        {
            // What was replayed until now is the result.
        }

        return replay;
    }

    private void Add(Scenario scenario, long index, ReplayOutcome outcome)
    {
        lock (_lock)
        {
            Scenarios++;
            Compared += outcome.Compared;
            if (outcome.Verdict == Verdict.Pass) _passed++;
            if (outcome.Verdict == Verdict.Inconclusive) _inconclusive++;
            if (outcome.Verdict == Verdict.Skipped) _skipped++;
            ShowProgress(scenario);
            if (outcome.Finding is { } finding)
                Note(index, $"{File}: {scenario.Name}: {outcome.Verdict}: {finding}; the call: {StepText.Of(scenario.Steps[finding.Step])}");
            else if (outcome.Reason is { } reason)
                Note(index, $"{File}: {scenario.Name}: {outcome.Verdict}: {reason}");
        }
    }

    private void ShowProgress(Scenario scenario)
    {
        if (Scenarios % 64 == 0) Terminal.Progress($"{File}: {Scenarios} scenarios ({scenario.Name})");
    }

    private void Note(long index, string note)
    {
        _notes.Add(index, OneLine.Of(note));
        if (_notes.Count > MaxNotes) _notes.RemoveAt(MaxNotes);
    }
}
