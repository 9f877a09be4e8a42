using System;

namespace XenDma.Debugging;

/// <summary>The texts of reports.</summary>
public static class MisuseWords
{
    /// <summary>The kernel's own words for one of its reports, without the numbers that follow them; ours for the others.</summary>
    public static string Words(this Misuse misuse) => misuse switch
    {
        Misuse.OverlapsActiveMapping => "cacheline tracking EEXIST, overlapping mappings aren't supported",
        Misuse.ReleasesDeviceWithLiveMappings => "device driver has pending DMA allocations while released from device",
        Misuse.FreesInvalidAddress => "device driver tries to free an invalid DMA memory address",
        Misuse.FreesUnallocated => "device driver tries to free DMA memory it has not allocated",
        Misuse.FreesWithDifferentSize => "device driver frees DMA memory with different size",
        Misuse.FreesWithWrongFunction => "device driver frees DMA memory with wrong function",
        Misuse.FreesWithDifferentCpuAddress => "device driver frees DMA memory with different CPU address",
        Misuse.FreesWithDifferentEntryCount => "device driver frees DMA sg list with different entry count",
        Misuse.FreesWithDifferentDirection => "device driver frees DMA memory with different direction",
        Misuse.LeavesMapErrorUnchecked => "device driver failed to check map error",
        Misuse.MapsStack => "device driver maps memory from stack",
        Misuse.MapsPageOfMappedStack => "device driver maps memory from stack [probable addr]",
        Misuse.MapsTextOrReadOnlyData => "device driver maps memory from kernel text or rodata",
        Misuse.SyncsUnallocated => "device driver tries to sync DMA memory it has not allocated",
        Misuse.SyncsOutsideRange => "device driver syncs DMA memory outside allocated range",
        Misuse.SyncsWithDifferentDirection => "device driver syncs DMA memory with different direction",
        Misuse.SyncsReadOnlyForCpu => "device driver syncs device read-only DMA memory for cpu",
        Misuse.SyncsWriteOnlyForDevice => "device driver syncs device write-only DMA memory to device",
        Misuse.SyncsWithDifferentEntryCount => "device driver syncs DMA sg list with different entry count",
        Misuse.MapsTooLongSegment => "mapping sg segment longer than device claims to support",
        Misuse.MapsSegmentAcrossBoundary => "mapping sg segment across boundary",
        Misuse.MapsInvalidArea => "device driver maps memory from invalid area",
        Misuse.CpuReadsWhatDeviceOwns => "cpu reads DMA memory that the device owns",
        Misuse.CpuWritesWhatDeviceOwns => "cpu writes DMA memory that the device owns",
        _ => throw new ArgumentOutOfRangeException(nameof(misuse), misuse, "no report of that number"),
    };
}
