using System;
using System.Collections.Generic;
using XenDma.Debugging;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What a check knows at a moment of the trace, and how it tells.</summary>
internal sealed class CheckState(FrameTable frames, CheckOptions options, TraceReport report, TraceNotes notes)
{
    private readonly HashSet<string> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fromStart = new(StringComparer.Ordinal);
    private long _lostLeft;
    private bool _seesExchanges;
    private bool _hasCoherent;

    internal FrameTable Frames { get; } = frames;

    internal CheckOptions Options { get; } = options;

    internal TraceReport Report { get; } = report;

    internal LiveTable Live { get; } = new();

    /// <summary>How many gaps the trace had until now.</summary>
    internal int Gaps { get; private set; }

    /// <summary>Whether some mapping was told to be forced to bounce.</summary>
    internal bool Forces { get; set; }

    /// <summary>Whether there is no hypervisor: the events are those of bare metal.</summary>
    internal bool IsNative { get; private set; }

    /// <summary>The devices of a test module that maps at random: overlaps are its purpose.</summary>
    internal HashSet<string> TestDevices { get; } = new(StringComparer.Ordinal);

    /// <summary>Follows an event before it is judged.</summary>
    internal void Follow(TraceEvent read)
    {
        if (read.Op == TraceOp.Gap)
        {
            Gaps++;
            _lostLeft += Math.Max(1, read.Lost);
            Frames.Forget();
        }

        if (read.Op == TraceOp.PoolMap && !IsNative && !Frames.IsGiven)
        {
            IsNative = true;
            Frames.IsIdentity = true;
        }

        if (read.Force == true) Forces = true;
        if (read.IsHalf) _lostLeft++;
        if (read.Op is TraceOp.CreateRegion or TraceOp.P2m) _seesExchanges = true;
        if (read.Op is TraceOp.Alloc or TraceOp.Free) _hasCoherent = true;
        if (read is { Op: TraceOp.Marker, Marker.What: "device", Device: { } tested }) TestDevices.Add(tested);
        if (read.Device is { } device && _devices.Count < 1 << 16 && _devices.Add(device) && read.Op is TraceOp.Supported) _fromStart.Add(device);
    }

    /// <summary>Whether everything that a device has mapped is in the trace.</summary>
    internal bool IsComplete(string device) => Options.IsFromStart || notes.IsFromStart || _fromStart.Contains(device);

    /// <summary>Takes a lost event as the explanation of something, as long as there are any.</summary>
    internal string? ExplainByLoss(string device)
    {
        if (Options.ProbeMisses > 0) return $"{Options.ProbeMisses} events were missed by the probes";
        if (_lostLeft > 0)
        {
            _lostLeft--;
            return "events were lost before";
        }

        return IsComplete(device) ? null : "it may have been mapped before the trace began";
    }

    /// <summary>Whether what a mapping is may have changed in a gap.</summary>
    internal bool IsUncertain(TraceMapping mapping) => mapping.Epoch < Gaps || mapping.IsHalf;

    /// <summary>Whether coherent memory may have changed frames unseen: the kernel's own dma:* events do not show exchanges.</summary>
    internal bool HidesExchanges(TraceEvent at) => at.IsTracedAfter && _hasCoherent && !_seesExchanges && !IsNative;

    internal void Judge(string check) => Report[check].Judged++;

    /// <summary>The implementation's side: a clause of the contract does not hold.</summary>
    /// <param name="check">The invariant.</param>
    /// <param name="at">The event.</param>
    /// <param name="expected">What was owed.</param>
    /// <param name="actual">What was seen.</param>
    /// <param name="defect">The defect that would explain it.</param>
    /// <param name="dependsOnFrames">Whether it stands on frames, which may have changed in a gap.</param>
    internal void Violated(string check, TraceEvent at, string expected, string actual, string? defect = null, bool dependsOnFrames = false)
    {
        Defect? known = defect is null ? null : Defect.Find(defect);
        if (known is not null && Options.Semantics is { } release && !known.IsIn(release)) known = null;
        string? reason = !dependsOnFrames ? null
            : Gaps > 0 ? "events were lost before, and the P2M may have changed"
            : HidesExchanges(at) ? "an exchange, which dma:* events do not show, may have moved the frame"
            : null;
        Verdict verdict = reason is not null ? Verdict.Inconclusive : Verdict.Fail;
        if (Options.AgainstSemantics && known is not null)
        {
            verdict = Verdict.Pass;
            reason = $"known of Linux {Options.Semantics!.Name}";
        }

        Report.Add(new TraceFinding(check, TraceReport.WordsOf(check), at.Device ?? "", at.Line, at.Place, expected, actual, verdict, known, reason));
    }

    /// <summary>It cannot be decided.</summary>
    internal void Undecided(string check, TraceEvent at, string expected, string actual, string reason, string? defect = null) => Report.Add(new TraceFinding(
        check, TraceReport.WordsOf(check), at.Device ?? "", at.Line, at.Place, expected, actual, Verdict.Inconclusive, defect is null ? null : Defect.Find(defect), reason));

    /// <summary>The driver's side: a report of the kernel's own checker.</summary>
    internal void Misused(Misuse misuse, TraceEvent at, string expected, string actual, string? reason = null, Verdict verdict = Verdict.Fail) =>
        Report.Add(new TraceFinding(
            misuse.ToString(), misuse.Words(), at.Device ?? "", at.Line, at.Place, expected, actual,
            reason is null || verdict == Verdict.Pass ? verdict : Verdict.Inconclusive, null, reason));
}
