namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>swiotlb-xen makes its pool itself (xen_swiotlb_init): four rounds, a floor of 1,024 slots. Since 5.19 the generic
    /// swiotlb_init_remap and swiotlb_init_late do, until 512 slots, with the exchange as a callback.</summary>
    public bool XenOwnsPoolInit { get; init; }

    /// <summary>The number of slots is rounded up to a power of two, so that areas, a lock for each CPU, divide it. Since 6.0.</summary>
    public bool PoolIsSizedInPowersOfTwo { get; init; }

    /// <summary>range_straddles_page_boundary leaves early within one page and counts frames in an int. Until 5.3 (bf70726668c6).</summary>
    public bool StraddleCountsInSigned32 { get; init; }

    /// <summary>dma_capable is false for the error value itself. Since 5.5.</summary>
    public bool ErrorValueIsOutOfReach { get; init; }

    /// <summary>Where the device asks for no alignment, mappings of a page or more are aligned by a mask, and the stride no longer grows with
    /// the size. Since 6.9 (14cebf689a78).</summary>
    public bool AlignsPagesByMask { get; init; }

    /// <summary>The walk through the slots begins at the index itself; before, at the next multiple of its stride. Since 6.3 (7c3940bf81e5).</summary>
    public bool SearchBeginsAtIndex { get; init; }

    /// <summary>An area with fewer free slots than are wanted is not searched: the used counter. Since 5.1.</summary>
    public bool SearchAsksFreeCount { get; init; }

    /// <summary>map_sg is map_page for each entry: a failing entry gets the error value. Since 5.2.</summary>
    public bool ListMapIsSingleMaps { get; init; }

    /// <summary>The sync ops detect the direction None by themselves, for direct mappings as well; later only the pool does.</summary>
    public bool SyncDetectsNone { get; init; }

    /// <summary>free finds the guest address by the bus address that it is given, later by the buffer.</summary>
    public bool FreeGoesByHandle { get; init; }

    /// <summary>Forced bouncing is a property of the pool: where no pool could be made, what can be mapped directly is. 6.1; not 6.14.</summary>
    public bool ForceNeedsPool { get; init; }

    /// <summary>Arm: the caches are cleaned for a device whatever the direction (arch_sync_dma_for_device). At 4.18 a mapping from the device is
    /// invalidated instead. Since 5.19.</summary>
    public bool CacheIsCleanedForAnyDirection { get; init; }

    /// <summary>Bare metal: dma_supported asks for 24 bits and does not look at the pool (dma_direct_supported). Since 4.17.</summary>
    public bool NativeOpsAskFor24Bits { get; init; }

    /// <summary>Arm: an initial domain's devices keep their own ops beside Xen's, which call them for local memory (archdata.dev_dma_ops). 4.12
    /// to 5.4; later Xen's ops do the cache work themselves.</summary>
    public bool XenOpsCallNativeOps { get; init; }

    /// <summary>Arm: whether Xen's ops are used is told by XENFEAT_direct_mapped; before, every initial domain uses them. Since 5.12.</summary>
    public bool DirectMapFeatureDecides { get; init; }

    /// <summary>Arm: coherent memory comes from the generic direct code, which gives none out of the device's reach; before, creating a region
    /// always succeeds there and its address is the guest's. Since 5.17.</summary>
    public bool ArmAllocatesDirectly { get; init; }

    /// <summary>PV page-table entries carry a flag for machine frames that are not to be translated (_PAGE_IOMAP). Until 3.18, removed by
    /// f955371ca9d3: then device ranges are identity entries of the P2M.</summary>
    public bool PageTablesHaveIoMapFlag { get; init; }

    /// <summary>The full pool's warning tells the size that the search saw, with the offset into the slot. Since 6.3.</summary>
    public bool FullWarningCountsOffset { get; init; }
}
