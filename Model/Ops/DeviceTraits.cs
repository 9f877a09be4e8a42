namespace XenDma;

/// <summary>What a device can do, as its driver and its bus describe it.</summary>
public readonly record struct DeviceTraits
{
    /// <summary>A device of 32 bits that snoops the CPU's caches.</summary>
    public DeviceTraits()
    {
    }

    /// <summary>The highest bus address of streaming mappings (*dma_mask).</summary>
    public ulong DmaMask { get; init; } = uint.MaxValue;

    /// <summary>The highest bus address of coherent memory (coherent_dma_mask); 0 = none was set.</summary>
    public ulong CoherentDmaMask { get; init; } = uint.MaxValue;

    /// <summary>A bounced mapping must not cross a multiple of this plus one (segment_boundary_mask); 0 = none was set.</summary>
    public ulong SegmentBoundaryMask { get; init; }

    /// <summary>The low address bits that bouncing must keep (min_align_mask); 0 = none.</summary>
    public ulong MinAlignMask { get; init; }

    /// <summary>Whether the device snoops the CPU's caches.</summary>
    public bool IsCoherent { get; init; } = true;
}
