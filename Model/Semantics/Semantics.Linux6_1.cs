namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>Debian's Linux 6.1.192: the generic pool with areas and min_align_mask, and several fixes of later releases backported.</summary>
    public static Semantics Linux6_1 { get; } = Linux4_18 with
    {
        Name = "6.1",
        Source = "Debian Linux 6.1.192, x86-64 PV",
        XenOwnsPoolInit = false,
        PoolIsSizedInPowersOfTwo = true,
        StraddleCountsInSigned32 = false,
        AlignmentForcesExchange = true,
        ErrorValueIsOutOfReach = true,
        KeepsMinAlignMask = true,
        SearchAsksFreeCount = true,
        BoundaryBaseIsBusAddress = false,
        DefaultBoundary = ulong.MaxValue,
        MapAlwaysCopiesIn = true,
        SlotsKnowTheirSize = true,
        RefusesSyncBelowSlotOffset = true,
        ListMapIsSingleMaps = true,
        SyncDetectsNone = false,
        CoherentMaskDefaultsTo32Bits = false,
        CoherentSizeIsRounded = true,
        FreeGoesByHandle = false,
        FreeDestroysOnlyExchanged = true,
        ForceNeedsPool = true,
    };
}
