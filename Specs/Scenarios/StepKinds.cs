using System;

namespace XenDma.Specs.Scenarios;

/// <summary>What steps do: one bit for each kind of step, and names for sets of them.</summary>
[Flags]
public enum StepKinds
{
    /// <summary>No step.</summary>
    None = 0,

    /// <summary><c>init</c>.</summary>
    Init = 1,

    /// <summary><c>map_page</c>.</summary>
    MapPage = 1 << 1,

    /// <summary><c>unmap_page</c>.</summary>
    UnmapPage = 1 << 2,

    /// <summary><c>map_sg</c>.</summary>
    MapSg = 1 << 3,

    /// <summary><c>unmap_sg</c>.</summary>
    UnmapSg = 1 << 4,

    /// <summary><c>sync_single_for_cpu</c>, <c>sync_single_for_device</c>.</summary>
    SyncSingle = 1 << 5,

    /// <summary><c>sync_sg_for_cpu</c>, <c>sync_sg_for_device</c>.</summary>
    SyncSg = 1 << 6,

    /// <summary><c>alloc</c>.</summary>
    Alloc = 1 << 7,

    /// <summary><c>free</c>.</summary>
    Free = 1 << 8,

    /// <summary><c>dma_supported</c>.</summary>
    DmaSupported = 1 << 9,

    /// <summary><c>mapping_error</c>.</summary>
    MappingError = 1 << 10,

    /// <summary><c>mmap</c>.</summary>
    Mmap = 1 << 11,

    /// <summary><c>get_sgtable</c>.</summary>
    GetSgTable = 1 << 12,

    /// <summary><c>cpu_fill</c>.</summary>
    CpuFill = 1 << 13,

    /// <summary><c>device_fill</c>.</summary>
    DeviceFill = 1 << 14,

    /// <summary><c>cpu_sum</c>.</summary>
    CpuSum = 1 << 15,

    /// <summary><c>device_sum</c>.</summary>
    DeviceSum = 1 << 16,

    /// <summary><c>p2m</c>.</summary>
    P2m = 1 << 17,

    /// <summary><c>slots_in_use</c>.</summary>
    SlotsInUse = 1 << 18,

    /// <summary>Whatever moved frames, of any kind.</summary>
    MovesFrames = 1 << 19,

    /// <summary>Those that make streaming mappings.</summary>
    Maps = MapPage | MapSg,

    /// <summary>Those that end streaming mappings.</summary>
    Unmaps = UnmapPage | UnmapSg,

    /// <summary>Those that sync streaming mappings.</summary>
    Syncs = SyncSingle | SyncSg,

    /// <summary>Calls of ops that name a device.</summary>
    DeviceCalls = Maps | Unmaps | Syncs | Alloc | Free | DmaSupported | MappingError | Mmap | GetSgTable,

    /// <summary>Every step.</summary>
    All = (1 << 20) - 1,
}
