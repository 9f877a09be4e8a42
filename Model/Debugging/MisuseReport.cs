using System.Collections.Immutable;

namespace XenDma.Debugging;

/// <summary>A mistake of a driver, with both sides: what a call said, and what the mapping was.</summary>
/// <param name="Misuse">The mistake.</param>
/// <param name="Device">The device; null where coherent memory was asked for without one.</param>
/// <param name="Call">What the call said.</param>
/// <param name="Mapping">The mapping that it contradicts, or one of those left; null where there is none.</param>
/// <param name="Detail">The count of live mappings for a leak, the most bytes for a long segment, the mask for a boundary; else 0.</param>
public sealed record MisuseReport(Misuse Misuse, Device? Device, DmaCall Call, LiveMapping? Mapping, ulong Detail)
{
    /// <summary>The analyzers' rules that find such a mistake before the code runs: those of <see cref="MisuseRules.Rules"/> that fit what the
    /// call and the mapping say. Several, where that does not tell which of them it was.</summary>
    public ImmutableArray<string> Rules => Misuse.Rules().RemoveAll(rule => !MisuseRules.Fits(rule, this));

    /// <summary>Whether the mapping that the call names is another device's.</summary>
    internal bool IsOfAnotherDevice => Misuse is Misuse.FreesUnallocated or Misuse.SyncsUnallocated && Mapping is not null && Mapping.Device != Device;

    /// <summary>The report in one line.</summary>
    public override string ToString()
    {
        string detail = Misuse switch
        {
            Misuse.ReleasesDeviceWithLiveMappings => $" [count={Detail}]",
            Misuse.MapsTooLongSegment => $" [max={Detail} bytes]",
            Misuse.MapsSegmentAcrossBoundary => $" [boundary=0x{Detail:x}]",
            _ => "",
        };
        string call = Misuse == Misuse.ReleasesDeviceWithLiveMappings ? $"{Call.Name} in {Call.Site}" : Call.ToString();
        string mapping = Mapping is null ? "" : $"; mapped{(IsOfAnotherDevice ? $" for {Mapping.Device?.Name ?? "NULL"}" : "")} as {Mapping}";
        string rules = Rules.IsEmpty ? "" : $"; see {string.Join(", ", Rules)}";
        return $"{Device?.Name ?? "NULL"}: {Misuse.Words()}{detail}: {call}{mapping}{rules}";
    }
}
