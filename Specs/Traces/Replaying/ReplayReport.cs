using System;
using System.Collections.Generic;
using System.Globalization;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Replaying;

/// <summary>One kind of comparison of a replay.</summary>
public sealed class ReplayCount
{
    /// <summary>How often both sides were compared.</summary>
    public long Judged { get; internal set; }

    /// <summary>How often they were equal.</summary>
    public long Equal { get; internal set; }

    /// <summary>How often they were not, and it is explained by name.</summary>
    public long Explained { get; internal set; }

    /// <summary>How often they were not.</summary>
    public long Different => Judged - Equal - Explained;
}

/// <summary>How a replay of a trace on the model came out.</summary>
public sealed class ReplayReport(TraceNotes notes)
{
    /// <summary>The most differences that are kept.</summary>
    public const int MaxKept = 1000;

    private readonly List<(long Line, string Text)> _differences = [];
    private readonly SortedDictionary<string, long> _explained = new(StringComparer.Ordinal);

    /// <summary>What the trace did not tell.</summary>
    public TraceNotes Notes { get; } = notes;

    /// <summary>Direct, bounced or failed: each mapping.</summary>
    public ReplayCount Decisions { get; } = new();

    /// <summary>The bus address: each direct mapping.</summary>
    public ReplayCount Addresses { get; } = new();

    /// <summary>The slots: each bounced mapping, where one CPU recorded.</summary>
    public ReplayCount Slots { get; } = new();

    /// <summary>Hashes of the contents, as the CPU and as the device reads them.</summary>
    public ReplayCount Contents { get; } = new();

    /// <summary>The slots in use at the end.</summary>
    public ReplayCount InUse { get; } = new();

    /// <summary>Events that are not judged, by reason.</summary>
    public IReadOnlyDictionary<string, long> Explained => _explained;

    /// <summary>The differences, by line.</summary>
    public IReadOnlyList<(long Line, string Text)> Differences => _differences;

    /// <summary>Fail where something differs; Untested where nothing was compared; never Pass by default.</summary>
    public Verdict Verdict => Decisions.Different + Addresses.Different + Slots.Different + Contents.Different + InUse.Different > 0 ? Verdict.Fail
        : Decisions.Judged == 0 ? Verdict.Untested
        : Notes.HasGaps || Slots.Explained > 0 ? Verdict.Inconclusive
        : Verdict.Pass;

    internal void Explain(string reason) => _explained[reason] = _explained.GetValueOrDefault(reason) + 1;

    internal bool Compare(ReplayCount count, TraceEvent at, bool equal, Func<(string Kernel, string Model)> sides, string what)
    {
        count.Judged++;
        if (equal)
        {
            count.Equal++;
            return true;
        }

        if (_differences.Count < MaxKept)
        {
            (string kernel, string model) = sides();
            _differences.Add((at.Line, string.Create(CultureInfo.InvariantCulture, $"{at.Place}: {what}: {at.Device ?? ""}: the kernel {kernel}, the model {model}")));
        }

        return false;
    }
}
