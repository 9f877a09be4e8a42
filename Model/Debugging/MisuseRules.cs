using System;
using System.Collections.Immutable;

namespace XenDma.Debugging;

/// <summary>Which rules of the analyzers find, before the code runs, the mistake behind a report. The ids are those of docs/rules.</summary>
public static class MisuseRules
{
    /// <summary>The rules whose mistakes end in this report, by id; none where no rule speaks of it.</summary>
    public static ImmutableArray<string> Rules(this Misuse misuse) => misuse switch
    {
        Misuse.OverlapsActiveMapping => ["XDMA4006"],
        Misuse.ReleasesDeviceWithLiveMappings => ["XDMA1004", "XDMA1005", "XDMA1007"],
        Misuse.FreesInvalidAddress => ["XDMA2003", "XDMA2004"],
        Misuse.FreesUnallocated => ["XDMA1002", "XDMA1003", "XDMA1008", "XDMA2003", "XDMA2004", "XDMA3003"],
        Misuse.FreesWithDifferentSize => ["XDMA3001", "XDMA3010"],
        Misuse.FreesWithWrongFunction => ["XDMA3004"],
        Misuse.FreesWithDifferentCpuAddress => ["XDMA3010"],
        Misuse.FreesWithDifferentEntryCount => ["XDMA3005"],
        Misuse.FreesWithDifferentDirection => ["XDMA3002"],
        Misuse.LeavesMapErrorUnchecked => ["XDMA2001", "XDMA2002"],
        Misuse.MapsStack or Misuse.MapsPageOfMappedStack => ["XDMA6001"],
        Misuse.MapsTextOrReadOnlyData => ["XDMA6003"],
        Misuse.SyncsUnallocated => ["XDMA1001", "XDMA2004", "XDMA3003"],
        Misuse.SyncsOutsideRange => ["XDMA3008"],
        Misuse.SyncsWithDifferentDirection or Misuse.SyncsReadOnlyForCpu or Misuse.SyncsWriteOnlyForDevice => ["XDMA3002"],
        Misuse.SyncsWithDifferentEntryCount => ["XDMA3005"],
        Misuse.CpuReadsWhatDeviceOwns => ["XDMA4001"],
        Misuse.CpuWritesWhatDeviceOwns => ["XDMA4002"],
        Misuse.MapsTooLongSegment or Misuse.MapsSegmentAcrossBoundary or Misuse.MapsInvalidArea => [],
        _ => throw new ArgumentOutOfRangeException(nameof(misuse), misuse, "no report of that number"),
    };

    /// <summary>Whether a rule speaks of what a report tells: of mappings that this family of calls makes, of this device's or another's.</summary>
    internal static bool Fits(string rule, MisuseReport report)
    {
        if (report.Misuse is Misuse.FreesUnallocated or Misuse.SyncsUnallocated && report.IsOfAnotherDevice != (rule == "XDMA3003")) return false;
        MappingKind kind = report is { Misuse: Misuse.ReleasesDeviceWithLiveMappings, Mapping: { } left } ? left.Kind : report.Call.Kind;
        return rule switch
        {
            "XDMA1007" or "XDMA1008" or "XDMA3010" => kind == MappingKind.Coherent,
            "XDMA3003" or "XDMA3004" => true,
            "XDMA2001" or "XDMA2002" => kind is MappingKind.Single or MappingKind.Resource,
            "XDMA2003" or "XDMA3005" => kind == MappingKind.ScatterGather,

            // A single failed mapping has the error address, which the unmap's report tells by itself.
            "XDMA2004" when report.Misuse == Misuse.FreesUnallocated => kind == MappingKind.ScatterGather,
            _ => kind != MappingKind.Coherent,
        };
    }
}
