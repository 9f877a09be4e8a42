namespace XenDma.Debugging;

/// <summary>What <see cref="DmaDebug"/> reports: the 22 reports of the kernel's DMA-API debugging, each with the kernel's own
/// words, and two that the kernel cannot make.</summary>
/// <remarks>kernel/dma/debug.c, Linux 6.1. The words alone: <see cref="MisuseWords.Words"/>.</remarks>
public enum Misuse
{
    /// <summary>'cacheline tracking EEXIST, overlapping mappings aren't supported': a mapping that the device may write begins in a cache
    /// line in which another such mapping begins.</summary>
    OverlapsActiveMapping = 1,

    /// <summary>'device driver has pending DMA allocations while released from device'.</summary>
    ReleasesDeviceWithLiveMappings,

    /// <summary>'device driver tries to free an invalid DMA memory address': the address of a failed mapping.</summary>
    FreesInvalidAddress,

    /// <summary>'device driver tries to free DMA memory it has not allocated': never, no longer, for another device, or elsewhere.</summary>
    FreesUnallocated,

    /// <summary>'device driver frees DMA memory with different size'.</summary>
    FreesWithDifferentSize,

    /// <summary>'device driver frees DMA memory with wrong function': single, scatter-gather and coherent do not mix.</summary>
    FreesWithWrongFunction,

    /// <summary>'device driver frees DMA memory with different CPU address': coherent memory only.</summary>
    FreesWithDifferentCpuAddress,

    /// <summary>'device driver frees DMA sg list with different entry count': the count is the one that MapSg was given.</summary>
    FreesWithDifferentEntryCount,

    /// <summary>'device driver frees DMA memory with different direction'.</summary>
    FreesWithDifferentDirection,

    /// <summary>'device driver failed to check map error': found at unmap, not before.</summary>
    LeavesMapErrorUnchecked,

    /// <summary>'device driver maps memory from stack': the first byte lies in an area declared <see cref="MemoryAreaKind.Stack"/>.</summary>
    MapsStack,

    /// <summary>'device driver maps memory from stack' with a 'probable addr': the first byte lies in a page of an area declared
    /// <see cref="MemoryAreaKind.MappedStack"/>.</summary>
    MapsPageOfMappedStack,

    /// <summary>'device driver maps memory from kernel text or rodata': some byte lies in an area declared
    /// <see cref="MemoryAreaKind.TextOrReadOnlyData"/>.</summary>
    MapsTextOrReadOnlyData,

    /// <summary>'device driver tries to sync DMA memory it has not allocated'.</summary>
    SyncsUnallocated,

    /// <summary>'device driver syncs DMA memory outside allocated range': it begins in a mapping and ends behind it.</summary>
    SyncsOutsideRange,

    /// <summary>'device driver syncs DMA memory with different direction': a bidirectional mapping may be synced in each.</summary>
    SyncsWithDifferentDirection,

    /// <summary>'device driver syncs device read-only DMA memory for cpu'.</summary>
    SyncsReadOnlyForCpu,

    /// <summary>'device driver syncs device write-only DMA memory to device'.</summary>
    SyncsWriteOnlyForDevice,

    /// <summary>'device driver syncs DMA sg list with different entry count'.</summary>
    SyncsWithDifferentEntryCount,

    /// <summary>'mapping sg segment longer than device claims to support'.</summary>
    MapsTooLongSegment,

    /// <summary>'mapping sg segment across boundary'.</summary>
    MapsSegmentAcrossBoundary,

    /// <summary>'device driver maps memory from invalid area', or 'from vmalloc area': some byte lies in an area declared
    /// <see cref="MemoryAreaKind.NotForDma"/>.</summary>
    MapsInvalidArea,

    /// <summary>None of the kernel's: the CPU reads memory that the device may be writing. Once for a mapping until it is synced.</summary>
    CpuReadsWhatDeviceOwns,

    /// <summary>None of the kernel's: the CPU writes memory that the device may be reading or writing. Once for a mapping until it is
    /// synced.</summary>
    CpuWritesWhatDeviceOwns,
}
