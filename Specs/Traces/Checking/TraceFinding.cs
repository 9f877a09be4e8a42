using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Checking;

/// <summary>Something that a trace shows.</summary>
/// <param name="Check">What was checked: an invariant's id, or the name of a report of the kernel's own checker (<see cref="Debugging.Misuse"/>).</param>
/// <param name="Words">The invariant's title, or the kernel's words.</param>
/// <param name="Device">The device; empty for none.</param>
/// <param name="Line">The line of the trace.</param>
/// <param name="Place">Line and number of the event.</param>
/// <param name="Expected">What was owed.</param>
/// <param name="Actual">What was seen.</param>
/// <param name="Verdict"><see cref="Verdict.Fail"/>; <see cref="Verdict.Inconclusive"/> where something missing in the trace may explain it;
/// <see cref="Verdict.Pass"/> where it is known of the kernel that recorded, or of the machine.</param>
/// <param name="Defect">The known defect that explains it, or null.</param>
/// <param name="Reason">Why it is not a failure, or null.</param>
public sealed record TraceFinding(
    string Check, string Words, string Device, long Line, string Place, string Expected, string Actual, Verdict Verdict, Defect? Defect, string? Reason)
{
    /// <summary>One line: place, check, both sides, and what explains it.</summary>
    public override string ToString()
    {
        string defect = Defect is null ? "" : $" [{DefectWords}]";
        string reason = Reason is null ? "" : $" ({Reason})";
        string device = Device.Length == 0 ? "" : $"{Device}: ";
        return $"{Place}: {Check}: {device}expected {Expected}, got {Actual}{defect}{reason}";
    }

    private string DefectWords => Defect!.Commits.Length == 0 ? $"{Defect.Name}: {Defect.Releases}" : $"{Defect.Name}: {Defect.Releases}; {Defect.Commits}";
}
