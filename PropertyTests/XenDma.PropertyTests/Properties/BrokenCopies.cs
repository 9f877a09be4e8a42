using System.Collections.Generic;
using System.Linq;
using XenDma.Specs.Adapters;

namespace XenDma.PropertyTests.Properties;

/// <summary>An implementation with one mistake.</summary>
/// <param name="Implementation">The implementation.</param>
/// <param name="Beside">The release that it is run beside.</param>
/// <param name="Checks">The invariants that name the mistake.</param>
internal sealed record BrokenCopy(IImplementation Implementation, Semantics Beside, string[] Checks);

/// <summary>The broken copies of the model's ops, and the invariants that each of them is there for.</summary>
internal static class BrokenCopies
{
    internal static IReadOnlyDictionary<string, BrokenCopy> All { get; } = new[]
    {
        Of4_18<NoStraddleCheck>("XD-STRAD-1"),
        Of4_18<MaskAgainstFirstByte>("XD-MASK-1"),
        Of4_18<ErrorIsZero>("XD-ERR-1", "XD-ERR-3"),
        Of4_18<MaskIsExclusive>("XD-ERR-1"),
        Of4_18<SyncForCpuDoesNothing>("XD-CONT-2"),
        Of4_18<UnmapLeaksSlots>("XD-SLOT-2", "XD-SLOT-4"),
        Of4_18<GuestAddressOnTheBus>("XD-TRANS-1"),
        Of4_18<FailureKeepsAPage>("XD-ERR-2"),
        Of4_18<SlotGivenTwice>("XD-SLOT-1"),
        Of4_18<BoundaryIgnored>("XD-BOUND-1"),
        Of4_18<AlwaysBounces>("XD-DIRECT-1"),
        Of4_18<ForceIgnored>("XD-BOUNCE-1"),
        Of4_18<ListFailsHalfWay>("XD-SG-1"),
        Of4_18<SyncForDeviceDoesNothing>("XD-CONT-1"),
        Of4_18<ListUnmapSkipsTheSync>("XD-CONT-2"),
        Of4_18<UnmapWritesBeyond>("XD-CONT-3"),
        Of4_18<BreachUnmaps>("XD-NONE-1"),
        Of4_18<SupportsNarrowMasksOnly>("XD-SUP-1"),
        Of4_18<CoherentAsItLies>("XD-COH-1", "XD-COH-2"),
        Of4_18<CoherentKeepsJunk>("XD-COH-3"),
        Of4_18<FreeForgets>("XD-COH-4"),
        Of4_18<OneMachineFrameTwice>("XD-P2M-1"),
        Of4_18<MmapShowsMachineFrames>("XD-MMAP-1"),
        Of4_18<TableEndsWithinAPage>("XD-MMAP-2"),
        OfContract<PoolWithATornSegment>("XD-POOL-1"),
        OfContract<PoolAbove32Bits>("XD-POOL-2"),
        OfContract<PoolOfFreeFrames>("XD-POOL-3"),
        OfContract<PoolOfHalfTheSize>("XD-POOL-4"),
        OfContract<FailedInitKeepsAPage>("XD-POOL-5"),
        OfContract<AllocMovesLiveMemory>("XD-P2M-2"),
        OfContract<AllocMovesABuffer>("XD-P2M-3"),
        OfContract<AllocLosesAFrame>("XD-P2M-4"),
        OfContract<CoherentBehindAHeader>("XD-COH-5"),
        OfContract<CoherentStaysFree>("XD-COH-6"),
        OfContract<FailedAllocKeepsASlot>("XD-ERR-4"),
        OfContract<BusAddressTakenForGuestAddress>("XD-FOR-1"),
        OfContract<BouncesOutsideThePool>("XD-BOUNCE-2"),
        OfContract<CountsDirectMappings>("XD-DIRECT-2"),
        OfContract<CountsMappingsForSlots>("XD-SLOT-3"),
        OfContract<LargestMappingOverstated>("XD-ROOM-1"),
        OfContract<FullAtTheHalf>("XD-ROOM-2"),
        OfContract<SlotsOneShort>("XD-SLOT-3"),
        OfContract<StraddleTestForgetsTheLastByte>("XD-STRAD-1"),
        OfContract<KeepsBitsOfAPageOnly>("XD-ALIGN-1"),
        OfContract<QuestionKeepsAPage>("XD-PURE-1"),
        OfContract<SupportsNothing>("XD-SUP-2"),
        OfContract<SupportsEverything>("XD-SUP-3"),
        OfContract<SyncCopiesTheWholeMapping>("XD-SYNC-1", "XD-SYNC-2"),
        OfContract<SyncForDeviceClearsTheBuffer>("XD-SYNC-3"),
        OfContract<SkippedUnmapCopies>("XD-SYNC-4"),
        OfContract<MapClearsTheBuffer>("XD-CONT-4"),
        OfContract<SlotEndsInAMark>("XD-RES-2"),
        OfContract<ListCountsInSectors>("XD-SG-2"),
        OfContract<ListNeverBounces>("XD-SG-3"),
    }.ToDictionary(static copy => copy.Implementation.Name);

    private static BrokenCopy Of4_18<T>(params string[] checks)
        where T : DelegatingOps => new(DelegatingOps.Implementation<T>(), Semantics.Linux4_18, checks);

    private static BrokenCopy OfContract<T>(params string[] checks)
        where T : DelegatingOps => new(DelegatingOps.Implementation<T>(), Semantics.Contract, checks);
}
