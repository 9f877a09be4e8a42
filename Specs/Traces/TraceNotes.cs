using System.Collections.Generic;
using System.Globalization;

namespace XenDma.Specs.Traces;

/// <summary>What a trace did not tell: counted while it is read, and reported.</summary>
public sealed class TraceNotes
{
    private const int MaxNames = 32;

    private readonly SortedDictionary<string, long> _unknown = new(System.StringComparer.Ordinal);

    /// <summary>The lines that were read.</summary>
    public long Lines { get; internal set; }

    /// <summary>The events that were read.</summary>
    public long Events { get; internal set; }

    /// <summary>Lost events that the trace tells of.</summary>
    public long Lost { get; internal set; }

    /// <summary>Lines that are cut or damaged.</summary>
    public long CutLines { get; internal set; }

    /// <summary>Scatter lists of which the trace has only the first entries.</summary>
    public long TruncatedLists { get; internal set; }

    /// <summary>Operations of which one half is missing.</summary>
    public long Halves { get; internal set; }

    /// <summary>Operations that were still running when the trace ended.</summary>
    public long OpenAtEnd { get; internal set; }

    /// <summary>Attributes that are not known.</summary>
    public long UnknownAttributes { get; internal set; }

    /// <summary>Events of the other kind, in a trace that has both the kernel's dma:* events and ours.</summary>
    public long OtherKind { get; internal set; }

    /// <summary>Why the file ends before the trace does; null where it does not, as far as can be told.</summary>
    public string? EndsEarly { get; internal set; }

    /// <summary>Whether the trace is known to begin before the first mapping: it is numbered from 0, or the ring buffer never ran over.</summary>
    public bool IsFromStart { get; internal set; }

    /// <summary>The events that are not known, by name; the first names are kept.</summary>
    public IReadOnlyDictionary<string, long> UnknownEvents => _unknown;

    /// <summary>Whether something is missing that no event shows the place of.</summary>
    public bool HasGaps => Lost > 0 || CutLines > 0 || TruncatedLists > 0;

    internal void CountUnknown(string name)
    {
        if (!_unknown.ContainsKey(name) && _unknown.Count >= MaxNames) name = "others";
        _unknown[name] = _unknown.GetValueOrDefault(name) + 1;
    }

    /// <summary>Each note in words.</summary>
    public IEnumerable<string> Words()
    {
        if (Lost > 0) yield return Count(Lost, "events lost");
        if (CutLines > 0) yield return Count(CutLines, "lines cut or damaged");
        if (TruncatedLists > 0) yield return Count(TruncatedLists, "scatter lists truncated");
        if (Halves > 0) yield return Count(Halves, "operations with one half missing");
        if (OpenAtEnd > 0) yield return Count(OpenAtEnd, "operations still running at the end");
        if (UnknownAttributes > 0) yield return Count(UnknownAttributes, "unknown attributes");
        if (OtherKind > 0) yield return Count(OtherKind, "events told twice, by the kernel's dma:* events and by probes: the second kind is left out");
        foreach ((string name, long count) in _unknown) yield return Count(count, $"unknown events '{OneLineName(name)}'");
        if (EndsEarly is { } reason) yield return reason;
    }

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}");

    private static string OneLineName(string name) => Scenarios.OneLine.Of(name.Length <= 60 ? name : name[..60]);
}
