namespace XenDma.Bouncing;

/// <summary>What a mapping asks of the pool.</summary>
/// <param name="Original">The guest address of the bytes that the slots mirror.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="MinAlignMask">The low address bits that must be kept (dma_parms.min_align_mask); 0 = none.</param>
/// <param name="BoundaryMask">The segment boundary minus one that a run of slots must not cross; 0 = none was set.</param>
/// <param name="BoundaryBase">The address of the pool's first byte in the space in which the boundary counts.</param>
/// <param name="AlignBase">The address of the pool's first byte in the space in which the kept bits count.</param>
/// <param name="AlignOriginal">The original's address in that space.</param>
public readonly record struct SlotRequest(
    ulong Original, ulong Size, ulong MinAlignMask, ulong BoundaryMask, ulong BoundaryBase, ulong AlignBase, ulong AlignOriginal)
{
    /// <summary>A request whose kept bits count where the boundary does, from the original's guest address.</summary>
    public SlotRequest(ulong original, ulong size, ulong minAlignMask, ulong boundaryMask, ulong boundaryBase)
        : this(original, size, minAlignMask, boundaryMask, boundaryBase, boundaryBase, original)
    {
    }
}
