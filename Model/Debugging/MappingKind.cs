namespace XenDma.Debugging;

/// <summary>Which family of calls made a mapping (the entry types of kernel/dma/debug.c, Linux 6.1, where page and single are one).</summary>
public enum MappingKind
{
    /// <summary>MapPage or MapSingle (dma_debug_single).</summary>
    Single,

    /// <summary>MapSg (dma_debug_sg); each mapped entry of the list is a mapping of its own.</summary>
    ScatterGather,

    /// <summary>AllocCoherent (dma_debug_coherent).</summary>
    Coherent,

    /// <summary>MapResource: another device's registers (dma_debug_resource).</summary>
    Resource,
}
