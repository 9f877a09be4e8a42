using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Debugging;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What a check of a trace found. Findings are kept up to a bound; counting goes on.</summary>
public sealed class TraceReport
{
    /// <summary>The most findings that are kept, of each check.</summary>
    public const int MaxKept = 1000;

    private readonly SortedDictionary<string, CheckTally> _tallies = new(StringComparer.Ordinal);
    private readonly List<TraceFinding> _findings = [];

    internal TraceReport(CheckOptions options, TraceNotes notes)
    {
        Options = options;
        Notes = notes;
    }

    /// <summary>What was asked.</summary>
    public CheckOptions Options { get; }

    /// <summary>What the trace did not tell.</summary>
    public TraceNotes Notes { get; }

    /// <summary>The findings, by line.</summary>
    public IReadOnlyList<TraceFinding> Findings => _findings;

    /// <summary>Each check that had something to judge or to tell, by its name.</summary>
    public IReadOnlyDictionary<string, CheckTally> Checks => _tallies;

    /// <summary>What was still mapped at the end, by device.</summary>
    public IReadOnlyDictionary<string, long> AliveAtEnd => Alive;

    /// <summary>Of how many mappings and unmaps the answer depends on what the trace does not tell.</summary>
    public long NotJudged { get; internal set; }

    /// <summary>The findings that count as failures, by defect; the empty name for those that nothing explains.</summary>
    public long Unexplained { get; private set; }

    /// <summary>How it came out: Fail where something did not hold, Inconclusive where something could not be decided, never Pass by default.</summary>
    public Verdict Verdict => _tallies.Values.Any(static tally => tally.Failed > 0) ? Verdict.Fail
        : _tallies.Values.All(static tally => tally.Judged == 0) ? Verdict.Untested
        : _tallies.Values.Any(static tally => tally.Inconclusive > 0) || Notes.HasGaps ? Verdict.Inconclusive
        : Verdict.Pass;

    internal SortedDictionary<string, long> Alive { get; } = new(StringComparer.Ordinal);

    /// <summary>The verdict of one check.</summary>
    public static Verdict VerdictOf(CheckTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return tally.Failed > 0 ? Verdict.Fail : tally.Inconclusive > 0 ? Verdict.Inconclusive : tally.Judged == 0 ? Verdict.Untested : Verdict.Pass;
    }

    /// <summary>What a check is called in a few words.</summary>
    public static string WordsOf(string check) => Enum.TryParse(check, out Misuse misuse) ? misuse.Words() : Catalogue.Find(check)?.Title ?? check;

    internal CheckTally this[string check] => _tallies.TryGetValue(check, out CheckTally? tally) ? tally : _tallies[check] = new CheckTally();

    internal void Add(TraceFinding finding)
    {
        CheckTally tally = this[finding.Check];
        if (finding.Verdict == Verdict.Fail) tally.Failed++;
        else if (finding.Verdict == Verdict.Pass) tally.Explained++;
        else tally.Inconclusive++;
        if (finding is { Verdict: Verdict.Fail, Defect: null }) Unexplained++;
        if (tally.Failed + tally.Explained + tally.Inconclusive <= MaxKept) _findings.Add(finding);
    }

    internal void Sort() => _findings.Sort(static (one, other) =>
        (one.Line, one.Check, one.Device, one.Expected, one.Actual).CompareTo((other.Line, other.Check, other.Device, other.Expected, other.Actual)));
}
