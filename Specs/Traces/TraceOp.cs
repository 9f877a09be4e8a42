namespace XenDma.Specs.Traces;

/// <summary>What an event of a trace is.</summary>
public enum TraceOp
{
    /// <summary>A streaming mapping of one buffer (xen_swiotlb_map_page, dma_map_page_attrs, dma:dma_map_page, dma:dma_map_phys).</summary>
    MapPage,

    /// <summary>Its end.</summary>
    UnmapPage,

    /// <summary>A list was mapped; its entries are events of their own before it.</summary>
    MapSg,

    /// <summary>A list is unmapped; its entries are events of their own behind it, where the trace has them.</summary>
    UnmapSg,

    /// <summary>dma_sync_single_for_cpu.</summary>
    SyncForCpu,

    /// <summary>dma_sync_single_for_device.</summary>
    SyncForDevice,

    /// <summary>dma_sync_sg_for_cpu.</summary>
    SyncSgForCpu,

    /// <summary>dma_sync_sg_for_device.</summary>
    SyncSgForDevice,

    /// <summary>Coherent memory was allocated.</summary>
    Alloc,

    /// <summary>Coherent memory is freed.</summary>
    Free,

    /// <summary>Frames were exchanged for consecutive ones (xen_create_contiguous_region).</summary>
    CreateRegion,

    /// <summary>Consecutive frames are given back (xen_destroy_contiguous_region).</summary>
    DestroyRegion,

    /// <summary>The P2M changed.</summary>
    P2m,

    /// <summary>Whether a mask is supported was asked.</summary>
    Supported,

    /// <summary>Bare metal: a buffer was bounced, alone or as entry of a list (swiotlb_map).</summary>
    PoolMap,

    /// <summary>Slots were taken by a call that the trace does not show (swiotlb_tbl_map_single).</summary>
    SlotsTaken,

    /// <summary>Slots are given back by a call that the trace does not show (swiotlb_tbl_unmap_single).</summary>
    SlotsGiven,

    /// <summary>Bytes are copied between slots and buffer by a call that the trace does not show (swiotlb_bounce).</summary>
    Copy,

    /// <summary>The tracepoint swiotlb:swiotlb_bounced alone: its mapping is not in the trace.</summary>
    Bounced,

    /// <summary>A marker of a test module that plays the device.</summary>
    Marker,

    /// <summary>Events were lost here.</summary>
    Gap,
}
