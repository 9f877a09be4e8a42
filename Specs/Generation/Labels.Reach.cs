using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Specs.Adapters;

namespace XenDma.Specs.Generation;

public static partial class Labels
{
    private const OfferedOps Lists = OfferedOps.MapSg | OfferedOps.UnmapSg;
    private const OfferedOps Coherent = OfferedOps.Alloc | OfferedOps.Free;

    /// <summary>The labels that never occurred, though they can: beside the release, on the platforms, with the ops that are offered.</summary>
    /// <param name="release">The release beside.</param>
    /// <param name="platforms">The platforms.</param>
    /// <param name="offers">The ops that the implementation has.</param>
    /// <param name="seen">The labels that occurred.</param>
    public static ImmutableSortedSet<string> Missing(Semantics release, IReadOnlyList<Platform> platforms, OfferedOps offers, IEnumerable<string> seen)
    {
        ImmutableSortedSet<string> occurred = [.. seen], missing = [.. AllOf(release, platforms).Except(occurred).Where(label => CanOccur(label, offers))];

        // Who fails at init where the hypervisor has nothing is never met without a pool.
        bool failsWithoutPool = occurred.IsSupersetOf([Of(PoolSupply.Absent), FailedInit]) && !occurred.Contains(PoolNone);
        return failsWithoutPool ? missing.Except([PoolNone, FailedNoPool]) : missing;
    }

    private static bool CanOccur(string label, OfferedOps offers) => label switch
    {
        SyncOfPart or SyncOfWhole => (offers & (OfferedOps.SyncSingleForCpu | OfferedOps.SyncSingleForDevice)) != 0,
        _ => offers.HasFlag(NeededBy(label)),
    };

    private static OfferedOps NeededBy(string label) => label switch
    {
        "op: sync_single_for_cpu" => OfferedOps.SyncSingleForCpu,
        "op: sync_single_for_device" => OfferedOps.SyncSingleForDevice,
        "op: sync_sg_for_cpu" => OfferedOps.SyncSgForCpu | Lists,
        "op: sync_sg_for_device" => OfferedOps.SyncSgForDevice | Lists,
        "op: mmap" => OfferedOps.Mmap | Coherent,
        "op: get_sgtable" => OfferedOps.GetSgTable | Coherent,
        "op: slots_in_use" or FailedTooLarge or FailedOutOfReach or FailedNoRoom or FailedNoPool => OfferedOps.PoolInspection,
        "op: dma_supported" or MaskSupported or MaskUnsupported => OfferedOps.DmaSupported,
        "op: map_sg" or "op: unmap_sg" or TouchedList => Lists,
        "op: alloc" or "op: free" or TouchedCoherent or FailedNoBlock or FailedNoExchange
            or CoherentAsItLay or CoherentExchanged or CoherentGivenBack or CoherentBelowPage or CoherentOddPages or CoherentBlock or CoherentForNoDevice => Coherent,
        ListDirect or ListBounced or ListMixed or ListFailed or EntriesOne or EntriesFew or EntriesMany or EntriesTouch or EntriesShareFrame => Lists,
        PoolEmpty or PoolRefilled or PoolUnderHalf or PoolOverHalf or PoolFull or PoolNone => OfferedOps.PoolInspection,
        _ => OfferedOps.None,
    };
}
