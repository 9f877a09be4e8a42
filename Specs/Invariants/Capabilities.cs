using System;

namespace XenDma.Specs.Invariants;

/// <summary>What an implementation lets the kit see and call.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>map_page, unmap_page, mapping_error.</summary>
    Streaming = 1,

    /// <summary>How many slots of the pool are in use, and where it lies.</summary>
    PoolInspection = 2,

    /// <summary>map_sg, unmap_sg and the syncs of lists.</summary>
    Lists = 4,

    /// <summary>alloc, free, mmap and get_sgtable.</summary>
    Coherent = 8,

    /// <summary>dma_supported.</summary>
    MaskQuestions = 16,

    /// <summary>Which ops serve a device (<see cref="IDispatchInspection"/>).</summary>
    Dispatch = 32,

    /// <summary>A platform with devices that do not snoop the CPU's caches.</summary>
    Caches = 64,
}
