using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;

namespace XenDma;

/// <summary>The contract, and the releases as what they change in it. In one file, because each is made from one above it.</summary>
public sealed partial record Semantics
{
    /// <summary>The contract: Linux 6.14 without any defect that is known.</summary>
    public static Semantics Contract { get; } = new()
    {
        Name = "contract",
        Source = "the contract",
        PoolIsSizedInPowersOfTwo = true,
        ErrorValueIsOutOfReach = true,
        AlignsPagesByMask = true,
        SearchBeginsAtIndex = true,
        SearchAsksFreeCount = true,
        ListMapIsSingleMaps = true,
        SyncDetectsNone = true,
        CacheIsCleanedForAnyDirection = true,
        DirectMapFeatureDecides = true,
        ArmAllocatesDirectly = true,
        FullWarningCountsOffset = true,
    };

    /// <summary>Linux 4.18.0: drivers/xen/swiotlb-xen.c with an init of its own over kernel/dma/swiotlb.c, a pool with one search index.</summary>
    public static Semantics Linux4_18 { get; } = new()
    {
        Name = "4.18",
        Source = "Linux 4.18.0",
        XenOwnsPoolInit = true,
        StraddleCountsInSigned32 = true,
        SyncDetectsNone = true,
        FreeGoesByHandle = true,
        NativeOpsAskFor24Bits = true,
        XenOpsCallNativeOps = true,

        FreeDestroysWhenTorn = true,
        FreeDestroysNeverExchanged = true,
        SizeNotRounded = true,
        AllocTailNotZeroed = true,
        CoherentNotSizeAligned = true,
        ExchangeOrderCapped = true,
        ExchangeIgnoresMaskShape = true,
        MaskZeroMeans32Bits = true,

        MapSgSkipsReachTest = true,
        MapSgHidesReason = true,
        MapSgFullAlwaysWarns = true,
        NoMaxMappingSize = true,
        MissingFrameMapsDirect = true,
        SupportedLooksAtLastByte = true,

        PartialLastSegment = true,
        ListBeyondPoolEnd = true,
        UselessRetries = true,
        PanicWithoutPool = true,
        TwoPoolsOnArm64 = true,

        FromDeviceSlotUninitialised = true,
        UnmapTrustsSize = true,
        CopyTrustsSize = true,
        SlotIndexTruncated = true,
        MinAlignIgnored = true,
        DefaultBoundary4G = true,
        NoForceStillBounces = true,

        PanicOnFull = true,
        SharedOverflowBuffer = true,
        CoherentDrainsPool = true,
        DirectMapSgNoUndo = true,

        SetupTwiceSavesXenOps = true,
        TeardownKeepsSavedOps = true,
        NativePoolInsideXenPool = true,
        NeedBounceCompares32Bits = true,
        ForeignInsertIgnored = true,
        FlushWithoutBusOffset = true,
        HandleNotSetByStub = true,

        OverlapNeverReported = true,
        SyncBackwardsSearchTooShort = true,
        SyncTypeNeverMatchesPage = true,
        SyncAmbiguousIsUnknown = true,
        FailedResourceTracked = true,
    };

    /// <summary>Linux 6.14.0: a slot search that always ends, and partial syncs anywhere in a mapping.</summary>
    public static Semantics Linux6_14 { get; } = Contract with
    {
        Name = "6.14",
        Source = "Linux 6.14.0",
        SyncDetectsNone = false,
        NativeOpsAskFor24Bits = true,

        ExchangeIgnoresMaskShape = true,
        FreeLeaksOnSuspicion = true,
        MissingFrameMapsDirect = true,
        SupportedLooksAtLastByte = true,
        BoundaryTestOnGuestAddress = true,
        MinAlignOnGuestAddress = true,
        NoMapResource = true,
        LateInitReusesFreedBlock = true,
        ReleaseUsesCurrentMinAlign = true,
        ZeroOriginalSkipsAlignment = true,
        DoubleUnmapSkewsUsed = true,
        NeedBounceCompares32Bits = true,

        SyncAmbiguousIsUnknown = true,
        FailedResourceTracked = true,
    };

    /// <summary>Debian's Linux 6.12.107: what the dossier lists of it is what 6.14 has; 85fcb57c983f was backported to 6.12.16.</summary>
    public static Semantics Linux6_12 { get; } = Linux6_14 with
    {
        Name = "6.12",
        Source = "Debian Linux 6.12.107",
    };

    /// <summary>Debian's Linux 6.1.192: the generic pool with areas and min_align_mask, and several fixes of later releases backported.</summary>
    public static Semantics Linux6_1 { get; } = Linux6_14 with
    {
        Name = "6.1",
        Source = "Debian Linux 6.1.192",
        AlignsPagesByMask = false,
        SearchBeginsAtIndex = false,
        FullWarningCountsOffset = false,
        ForceNeedsPool = true,
        EarlyAreasNotReduced = true,
        PartialSyncRefused = true,
        EndlessSlotSearch = true,
    };

    /// <summary>The releases whose behaviour is known, oldest first.</summary>
    public static IReadOnlyList<Semantics> Releases { get; } = [Linux4_18, Linux6_1, Linux6_12, Linux6_14];

    /// <summary>The release that scenarios name so, the contract, or the contract with a defect: <c>contract+UnmapTrustsSize</c>; null for none.</summary>
    public static Semantics? Find(string name) => Named.Value.GetValueOrDefault(name);

    private static readonly Lazy<FrozenDictionary<string, Semantics>> Named = new(static () =>
        Releases.Append(Contract).Concat(Defect.All.SelectMany(static defect => (Semantics[])[defect.Without, defect.Alone]))
            .DistinctBy(static semantics => semantics.Name).ToFrozenDictionary(static semantics => semantics.Name));
}
