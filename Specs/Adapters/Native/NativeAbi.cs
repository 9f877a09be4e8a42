namespace XenDma.Specs.Adapters.Native;

/// <summary>The structures of <c>xendma.h</c>, version 1, as they lie in memory.</summary>
internal static class NativeAbi
{
    internal const uint Version = 1;

    /// <summary>XD_NO_PAGE.</summary>
    internal const ulong NoPage = ulong.MaxValue;

    /// <summary>XD_DEVICE_NONCOHERENT.</summary>
    internal const uint NonCoherent = 1;

    /// <summary>XD_POOL_FORCE.</summary>
    internal const uint PoolForce = 1;

    /// <summary>XD_POOL_EARLY.</summary>
    internal const uint PoolEarly = 2;
}

/// <summary>xd_device.</summary>
internal struct XdDevice
{
    internal ulong DmaMask;
    internal ulong CoherentMask;
    internal ulong SegmentBoundaryMask;
    internal ulong MinAlignMask;
    internal uint Id;
    internal uint Flags;
}

/// <summary>xd_pool.</summary>
internal struct XdPool
{
    internal ulong Slabs;
    internal uint Flags;
    internal uint Reserved;
}

/// <summary>xd_segment.</summary>
internal struct XdSegment
{
    internal ulong Phys;
    internal ulong Length;
    internal ulong DmaAddress;
    internal ulong DmaLength;
}

/// <summary>xd_platform.</summary>
internal unsafe struct XdPlatform
{
    internal uint AbiVersion;
    internal uint PageShift;
    internal ulong NrPfns;
    internal byte* Memory;
    internal void* Context;
    internal delegate* unmanaged[Cdecl]<void*, ulong, ulong> PfnToBfn;
    internal delegate* unmanaged[Cdecl]<void*, ulong, ulong> BfnToPfn;
    internal delegate* unmanaged[Cdecl]<void*, ulong, ulong> BfnToLocalPfn;
    internal delegate* unmanaged[Cdecl]<void*, ulong, int> PfnValid;
    internal delegate* unmanaged[Cdecl]<void*, ulong, uint, uint, ulong*, int> CreateContiguousRegion;
    internal delegate* unmanaged[Cdecl]<void*, ulong, uint, void> DestroyContiguousRegion;
    internal delegate* unmanaged[Cdecl]<void*, uint, ulong> AllocPages;
    internal delegate* unmanaged[Cdecl]<void*, ulong, uint, void> FreePages;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, int> ArchNeedSwiotlb;
    internal delegate* unmanaged[Cdecl]<void*, ulong, ulong, int, void> CacheClean;
    internal delegate* unmanaged[Cdecl]<void*, ulong, ulong, int, void> CacheInvalidate;
    internal delegate* unmanaged[Cdecl]<void*, int, byte*, void> Log;
    internal delegate* unmanaged[Cdecl]<void*, byte*, void> Bug;
}

/// <summary>xd_ops.</summary>
internal unsafe struct XdOps
{
    internal uint AbiVersion;
    internal uint Reserved;
    internal byte* Name;
    internal delegate* unmanaged[Cdecl]<XdPlatform*, XdPool*, int*, void*> Create;
    internal delegate* unmanaged[Cdecl]<void*, void> Destroy;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong*, ulong, ulong> Alloc;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, ulong, ulong, void> Free;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, ulong, int, ulong, ulong> MapPage;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, int, ulong, void> UnmapPage;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, int> MappingError;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, XdSegment*, int, int, ulong, int> MapSg;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, XdSegment*, int, int, ulong, void> UnmapSg;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, int, void> SyncSingleForCpu;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, int, void> SyncSingleForDevice;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, XdSegment*, int, int, void> SyncSgForCpu;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, XdSegment*, int, int, void> SyncSgForDevice;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, int> DmaSupported;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, ulong, ulong, ulong, ulong*, ulong, int> Mmap;
    internal delegate* unmanaged[Cdecl]<void*, XdDevice*, XdSegment*, int, ulong, ulong, ulong, int> GetSgTable;
    internal delegate* unmanaged[Cdecl]<void*, ulong> SlotsInUse;
    internal delegate* unmanaged[Cdecl]<void*, ulong*, ulong*, int> PoolRange;
}
