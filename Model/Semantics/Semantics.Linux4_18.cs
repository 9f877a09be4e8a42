namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>Linux 4.18.0: drivers/xen/swiotlb-xen.c with an init of its own over kernel/dma/swiotlb.c, a pool with one search index.</summary>
    public static Semantics Linux4_18 { get; } = new()
    {
        Name = "4.18",
        Source = "Linux 4.18.0, x86-64 PV",
        XenOwnsPoolInit = true,
        PoolIsSizedInPowersOfTwo = false,
        StraddleCountsInSigned32 = true,
        AlignmentForcesExchange = false,
        ErrorValueIsOutOfReach = false,
        KeepsMinAlignMask = false,
        AlignsPagesByMask = false,
        SearchCountsCandidates = false,
        SearchAsksFreeCount = false,
        BoundaryBaseIsBusAddress = true,
        DefaultBoundary = 0xFFFFFFFF,
        MapAlwaysCopiesIn = false,
        SlotsKnowTheirSize = false,
        RefusesSyncBelowSlotOffset = false,
        ListMapIsSingleMaps = false,
        SyncDetectsNone = true,
        CoherentMaskDefaultsTo32Bits = true,
        CoherentSizeIsRounded = false,
        FreeGoesByHandle = true,
        FreeDestroysOnlyExchanged = false,
        ForceNeedsPool = false,
    };
}
