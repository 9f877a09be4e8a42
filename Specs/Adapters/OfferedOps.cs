using System;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Adapters;

/// <summary>Which ops an implementation has. What it lacks is not called, and what needs it is Skipped.</summary>
[Flags]
public enum OfferedOps
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>map_page, unmap_page, mapping_error: without these there is nothing to judge.</summary>
    Streaming = 1,

    /// <summary>alloc.</summary>
    Alloc = 1 << 1,

    /// <summary>free.</summary>
    Free = 1 << 2,

    /// <summary>map_sg.</summary>
    MapSg = 1 << 3,

    /// <summary>unmap_sg.</summary>
    UnmapSg = 1 << 4,

    /// <summary>sync_single_for_cpu.</summary>
    SyncSingleForCpu = 1 << 5,

    /// <summary>sync_single_for_device.</summary>
    SyncSingleForDevice = 1 << 6,

    /// <summary>sync_sg_for_cpu.</summary>
    SyncSgForCpu = 1 << 7,

    /// <summary>sync_sg_for_device.</summary>
    SyncSgForDevice = 1 << 8,

    /// <summary>dma_supported.</summary>
    DmaSupported = 1 << 9,

    /// <summary>mmap.</summary>
    Mmap = 1 << 10,

    /// <summary>get_sgtable.</summary>
    GetSgTable = 1 << 11,

    /// <summary>slots_in_use and pool_range.</summary>
    PoolInspection = 1 << 12,

    /// <summary>All of them.</summary>
    All = (1 << 13) - 1,
}

/// <summary>What the ops that are offered allow.</summary>
public static class Offers
{
    private const OfferedOps Lists = OfferedOps.MapSg | OfferedOps.UnmapSg;
    private const OfferedOps Coherent = OfferedOps.Alloc | OfferedOps.Free;

    /// <summary>The op that a step calls; <see cref="OfferedOps.None"/> where it calls none. Ops that come in pairs are called only where
    /// both are offered: what is mapped must be unmapped.</summary>
    public static OfferedOps NeededBy(Step step) => step switch
    {
        MapPageStep or UnmapPageStep or MappingErrorStep => OfferedOps.Streaming,
        MapSgStep or UnmapSgStep => Lists,
        AllocStep or FreeStep => Coherent,
        SyncSingleStep { ForCpu: true } => OfferedOps.SyncSingleForCpu,
        SyncSingleStep => OfferedOps.SyncSingleForDevice,
        SyncSgStep { ForCpu: true } => OfferedOps.SyncSgForCpu,
        SyncSgStep => OfferedOps.SyncSgForDevice,
        DmaSupportedStep => OfferedOps.DmaSupported,
        MmapStep => OfferedOps.Mmap,
        GetSgTableStep => OfferedOps.GetSgTable,
        _ => OfferedOps.None,
    };

    /// <summary>What an invariant's needs come to.</summary>
    public static Capabilities CapabilitiesOf(OfferedOps ops) =>
        (ops.HasFlag(OfferedOps.Streaming) ? Capabilities.Streaming : 0)
        | (ops.HasFlag(OfferedOps.PoolInspection) ? Capabilities.PoolInspection : 0)
        | (ops.HasFlag(Lists) ? Capabilities.Lists : 0)
        | (ops.HasFlag(Coherent) ? Capabilities.Coherent : 0)
        | (ops.HasFlag(OfferedOps.DmaSupported) ? Capabilities.MaskQuestions : 0);
}
