using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Spectre.Console;
using XenDma.Cli.Output;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;

namespace XenDma.Cli;

/// <summary>Carries a verification out and tells what came of it.</summary>
internal sealed class Verification(VerifyRequest request)
{
    private readonly List<FileReplay> _replays = [];
    private readonly List<(string Subject, CampaignResult Result, FailureReport Failures)> _campaigns = [];

    /// <summary>The bundled recordings of real kernel code.</summary>
    private static string RecordingFolder => Path.Combine(AppContext.BaseDirectory, "recordings");

    /// <summary>Runs all that is asked for, or until cancelled, and tells what came of it.</summary>
    /// <param name="cancellation">Ends the work: the time is up, or it was interrupted.</param>
    /// <param name="interruption">Somebody ended the work before it was done: then not everything held.</param>
    internal int Run(CancellationToken cancellation, CancellationToken interruption)
    {
        var watch = Stopwatch.StartNew();
        Terminal.Line($"seed {request.Seed}, {request.Cases} cases each");
        if (request.IsDefault) ReplayRecordings(cancellation);
        foreach (ISubject implementation in request.Implementations) RunCampaigns(implementation, cancellation);
        Terminal.EndProgress();

        if (_replays.Count > 0) PrintReplays();
        PrintCampaigns();
        PrintInvariants();
        CampaignResult[] run = [.. _campaigns.Select(static campaign => campaign.Result).Where(static result => result.Cases > 0)];
        if (run.Length > 0) CoverageTable.Print(run);
        bool any = _replays.Any(static replay => replay.Scenarios > 0) || _campaigns.Any(static campaign => campaign.Result.Cases > 0);
        bool held = any && _replays.All(static replay => replay.Held) && _campaigns.All(static campaign => campaign.Result.Failures.Count == 0);
        foreach (string note in _replays.Where(static replay => replay.Verdict == Verdict.Fail).SelectMany(static replay => replay.Notes).Take(20)) Terminal.Line(note);
        foreach ((_, _, FailureReport failures) in _campaigns) failures.Print();

        string time = watch.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        string early = cancellation.IsCancellationRequested ? " (stopped early: what is not listed was not run)" : "";
        bool interrupted = interruption.IsCancellationRequested;
        Terminal.Line($"{(!any ? "nothing was run" : !held ? "something did not hold" : interrupted ? "interrupted; what was run held" : "everything held")}, {time} s{early}");
        return held && !interrupted ? ExitStatus.Held : ExitStatus.DidNotHold;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void ReplayRecordings(CancellationToken cancellation)
    {
        if (!Directory.Exists(RecordingFolder)) throw new UsageException($"{RecordingFolder}: the bundled recordings are missing");
        string[] files = [.. Directory.EnumerateFiles(RecordingFolder, "*.jsonl.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Terminal.Stage($"replaying {files.Length} files of recordings");
        foreach (string file in files)
        {
            if (cancellation.IsCancellationRequested) return;
            Terminal.Progress($"recordings: {Path.GetRelativePath(RecordingFolder, file)}");
            _replays.Add(FileReplay.Run(file, new ReplayRequest(new ModelImplementation(), ReplayMode.Exact, []), cancellation));
        }
    }

    private void RunCampaigns(ISubject implementation, CancellationToken cancellation)
    {
        // The model is judged as the contract and as each release, on every platform; another implementation as a Xen PV guest's, beside the contract.
        bool isModel = implementation is ModelImplementation;
        foreach (Semantics semantics in isModel ? [Semantics.Contract, .. Semantics.Releases] : (Semantics[])[Semantics.Contract])
        {
            if (cancellation.IsCancellationRequested || request.Cases == 0) return;
            string subject = isModel ? $"{implementation.Name} {semantics}" : implementation.Name;
            var options = new CampaignOptions
            {
                Cases = request.Cases,
                Seed = request.Seed,
                Semantics = semantics,
                Invariants = request.Invariants,
                Platforms = isModel ? ScenarioGenerator.PlatformsOf(semantics) : [Platform.XenPv],
            };
            var campaign = new Campaign(implementation, options);
            Terminal.Stage($"{subject}: running {Number(request.Cases)} cases");
            CampaignResult result = campaign.Run(done => Terminal.Progress($"{subject}: {done} of {request.Cases} cases"), cancellation);
            _campaigns.Add((subject, result, new FailureReport(subject, implementation, result, request)));
        }
    }

    private void PrintReplays()
    {
        Table table = Terminal.Table("recordings of real kernel code", "files", "scenarios", "exact", "results compared", "verdict");
        foreach (IGrouping<string, FileReplay> release in _replays.GroupBy(static replay => Path.GetFileName(Path.GetDirectoryName(replay.File))!))
        {
            table.AddRow(
                new Text($"Linux {release.Key}"),
                new Text(Number(release.Count())),
                new Text(Number(release.Sum(static replay => replay.Scenarios))),
                new Text(Number(release.Sum(static replay => replay.Passed))),
                new Text(Number(release.Sum(static replay => replay.Compared))),
                new Text((release.All(static replay => replay.Held) ? Verdict.Pass : Verdict.Fail).ToString()));
        }

        Terminal.Console.Write(table);
    }

    private void PrintCampaigns()
    {
        if (_campaigns.Count == 0) return;
        Table table = Terminal.Table("implementation", "scenarios", "steps", "inconclusive", "verdict");
        foreach ((string subject, CampaignResult result, _) in _campaigns)
        {
            table.AddRow(
                new Text(subject),
                new Text(Number(result.Cases)),
                new Text(Number(result.Steps)),
                new Text(Number(result.Inconclusive)),
                new Text(VerdictOf(result).ToString()));
        }

        foreach ((string name, _) in request.Skipped) table.AddRow(name, "-", "-", "-", nameof(Verdict.Skipped));
        Terminal.Console.Write(table);
        foreach ((string name, string reason) in request.Skipped) Terminal.Line($"{name}: Skipped: {reason}");
        foreach ((string subject, CampaignResult result, _) in _campaigns)
        {
            OfferedOps lacking = OfferedOps.All & ~result.Offers;
            if (lacking != OfferedOps.None) Terminal.Line($"{subject}: not offered, so not called: {lacking}");
            if (result.Stopped is { } reason) Terminal.Line($"{subject}: stopped before all cases had run: {reason}");
        }
    }

    /// <summary>The gravest of what was found: a fault or a call without end tells more than a wrong answer.</summary>
    private static Verdict VerdictOf(CampaignResult result) =>
        result.Failures.Any(static failure => failure.Verdict == Verdict.Crashed) ? Verdict.Crashed
        : result.Failures.Any(static failure => failure.Verdict == Verdict.TimedOut) ? Verdict.TimedOut
        : result.Failures.Count > 0 ? Verdict.Fail
        : result.Cases > result.Skipped ? Verdict.Pass
        : result.Cases > 0 ? Verdict.Skipped
        : Verdict.Untested;

    private void PrintInvariants()
    {
        if (_campaigns.Count == 0) return;
        Table table = Terminal.Table("invariant", "title", "judged", "verdict");
        foreach (Invariant invariant in request.Invariants)
        {
            long judged = _campaigns.Sum(campaign => campaign.Result.Exercised[invariant.Id]);
            bool broken = _campaigns.Any(campaign => campaign.Result.Failures.Any(failure => failure.Finding.Check == invariant.Id));
            bool offered = _campaigns.Any(campaign => (invariant.Needs & ~Offers.CapabilitiesOf(campaign.Result.Offers)) == 0);
            Verdict verdict = broken ? Verdict.Fail : judged > 0 ? Verdict.Pass : offered ? Verdict.Untested : Verdict.Skipped;
            table.AddRow(new Text(invariant.Id), new Text(invariant.Title), new Text(Number(judged)), new Text(verdict.ToString()));
        }

        Terminal.Console.Write(table);
    }
}
