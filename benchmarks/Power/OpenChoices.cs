using System;
using System.Collections.Generic;

namespace XenDma.Power;

/// <summary>The defects that no campaign is to find: the contract leaves the matter open, the call is misuse, or what goes wrong is no answer of the ops.</summary>
internal static class OpenChoices
{
    private const string Checker = "The misuse checker's: it reports wrongly, and the ops answer rightly.";
    private const string Dispatch = "Of the dispatch, which picks a device's ops: a scenario is given its ops.";
    private const string Frames = "Which machine frames lie behind free guest frames is left open, and nothing that is live is touched.";
    private const string Log = "Shows in the kernel's log alone.";
    private const string Misuse = "Shows only where a call does not agree with the one before it: misuse, for which nothing is owed.";
    private const string Unasked = "Of a question that no call of a scenario asks.";

    /// <summary>Why, by the defect's name.</summary>
    internal static IReadOnlyDictionary<string, string> Reasons { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Semantics.AreasNotReduced)] = "Needs a guest of many CPUs, which no scenario describes.",
        [nameof(Semantics.BoundaryTestOnGuestAddress)] = "A segment of 256 KiB is aligned to its size for the guest and, once exchanged, on the bus: both give the same answer.",
        [nameof(Semantics.CoherentMaskTruncated)] = "Memory lower than it need be is in reach.",
        [nameof(Semantics.CoherentNotSizeAligned)] = "Whether coherent memory is aligned to its block on the bus is left open.",
        [nameof(Semantics.CopyTrustsSize)] = Misuse,
        [nameof(Semantics.DefaultBoundary4G)] = "A pool below 4 GiB crosses no multiple of it.",
        [nameof(Semantics.DestroyRestoresByArithmetic)] = Frames,
        [nameof(Semantics.DirectMapSgNoUndo)] = "A list that was not mapped may hold anything in its bus addresses.",
        [nameof(Semantics.DoubleUnmapSkewsUsed)] = Misuse,
        [nameof(Semantics.EarlyAreasNotReduced)] = "Needs a guest of many CPUs, which no scenario describes.",
        [nameof(Semantics.ExchangeAlways)] = Frames,
        [nameof(Semantics.ExchangeOrderCapped)] = "Whether memory can be had in more than one exchange's worth is left open.",
        [nameof(Semantics.FailedResourceTracked)] = Checker,
        [nameof(Semantics.FlushWithoutBusOffset)] = "Needs a bus whose addresses are not the machine's, which no scenario describes.",
        [nameof(Semantics.ForeignDirectWithoutFlush)] = "Needs a hypervisor without the call that maintains caches, which no scenario describes.",
        [nameof(Semantics.ForeignInsertIgnored)] = "Of mapping a grant, which is done before the ops are called.",
        [nameof(Semantics.FreeDestroysWhenTorn)] = Frames,
        [nameof(Semantics.FreeLeaksOnSuspicion)] = Misuse,
        [nameof(Semantics.HandleNotSetByStub)] = "Needs an exchange outside a PV guest, where there is none.",
        [nameof(Semantics.LatePoolAnywhere)] = "Needs a guest of more than 4 GiB, beyond what a scenario may ask for.",
        [nameof(Semantics.MapSgFullAlwaysWarns)] = Log,
        [nameof(Semantics.MapSgHidesReason)] = "0 and negative are both failure.",
        [nameof(Semantics.MaskZeroMeans32Bits)] = "Whether a device without a coherent mask is given memory is left open; where it is, that lies below 2^32.",
        [nameof(Semantics.MaxMappingIgnoresMinAlign)] = Unasked,
        [nameof(Semantics.MinAlignOnGuestAddress)] = "Of the bits above 4 KiB either those of the guest's address or those of the bus's may be kept.",
        [nameof(Semantics.MissingFrameMapsDirect)] = "A buffer without memory behind it is no buffer: nothing is owed.",
        [nameof(Semantics.NeedBounceCompares32Bits)] = "Needs a hypervisor without the call that maintains caches, which no scenario describes.",
        [nameof(Semantics.NoForceStillBounces)] = "Needs swiotlb=noforce, which no scenario describes.",
        [nameof(Semantics.NoMapResource)] = Unasked,
        [nameof(Semantics.NoMaxMappingSize)] = Unasked,
        [nameof(Semantics.OverlapNeverReported)] = Checker,
        [nameof(Semantics.OverlapPerPage)] = Checker,
        [nameof(Semantics.OverlapReportedForSkipped)] = Checker,
        [nameof(Semantics.PageAlignmentLost)] = "That a mapping of a page or more begins at a page is the kernel's choice, not owed.",
        [nameof(Semantics.PartialLastSegment)] = Frames,
        [nameof(Semantics.ReleaseUsesCurrentMinAlign)] = "Needs a device whose traits change while it has mappings, which no scenario describes.",
        [nameof(Semantics.RetryKeepsBytes)] = "Memory that a pool took and does not use is left open.",
        [nameof(Semantics.ReusedPoolHasNoBusBase)] = "Needs a kernel that made another pool before, which no scenario describes.",
        [nameof(Semantics.SetupSkippedWhenOpsSet)] = Dispatch,
        [nameof(Semantics.SetupTwiceSavesXenOps)] = Dispatch,
        [nameof(Semantics.SharedOverflowBuffer)] = "Outside Xen guests, where a failure that is real memory cannot be told from a mapping; Xen's own ops have no such buffer.",
        [nameof(Semantics.SlotIndexTruncated)] = "Needs a pool of more than 4 GiB, beyond what a scenario may ask for.",
        [nameof(Semantics.SupportedLooksAtLastByte)] = "Between the pool's last byte and its highest, either answer is right.",
        [nameof(Semantics.SyncAmbiguousIsUnknown)] = Checker,
        [nameof(Semantics.SyncBackwardsSearchTooShort)] = Checker,
        [nameof(Semantics.SyncTypeNeverMatchesPage)] = Checker,
        [nameof(Semantics.TeardownKeepsSavedOps)] = Dispatch,
        [nameof(Semantics.TwoPoolsOnArm64)] = "Memory that a pool took and does not use is left open.",
        [nameof(Semantics.UnmapTrustsSize)] = Misuse,
        [nameof(Semantics.UselessRetries)] = Log,
    };
}
