namespace XenDma.Debugging;

/// <summary>The bounds of <see cref="DmaDebug"/>, and what a device's driver told the kernel that the model's devices do not hold.</summary>
public sealed record DmaDebugOptions
{
    /// <summary>The most reports that are kept, the first ones; counts go on.</summary>
    public int MaxReports { get; init; } = 1000;

    /// <summary>The most live mappings; one more turns the checker off for good, as running out of entries does in the kernel.</summary>
    public int MaxLiveMappings { get; init; } = 1 << 20;

    /// <summary>The longest entry of a list in bytes that the devices claim to support (max_segment_size).</summary>
    public ulong MaxSegmentSize { get; init; } = 65536;

    /// <summary>The release whose checker this is; the contract has none of its defects.</summary>
    public Semantics Semantics { get; init; } = Semantics.Contract;

    /// <summary>log2 of the bytes of a cache line (L1_CACHE_SHIFT).</summary>
    public int CacheLineShift { get; init; } = 6;
}
