namespace XenDma;

public sealed partial record Semantics
{
    /// <summary>swiotlb-xen makes its pool itself (xen_swiotlb_init): four rounds, a floor of 1,024 slots. Since 5.19 the generic
    /// swiotlb_init_remap and swiotlb_init_late do, until 512 slots, with the exchange as a callback.</summary>
    public required bool XenOwnsPoolInit { get; init; }

    /// <summary>The number of slots is rounded up to a power of two, so that areas, a lock for each CPU, divide it. Since 6.0.</summary>
    public required bool PoolIsSizedInPowersOfTwo { get; init; }

    /// <summary>range_straddles_page_boundary leaves early within one page and counts frames in an int. Until 5.3 (bf70726668c6).</summary>
    public required bool StraddleCountsInSigned32 { get; init; }

    /// <summary>Coherent memory whose guest address is aligned to its block while its bus address is not is exchanged, and such memory is
    /// not freed (range_requires_alignment). Since 6.12 (9f40ec84a797, 85fcb57c983f), backported to 6.1.</summary>
    public required bool AlignmentForcesExchange { get; init; }

    /// <summary>dma_capable is false for the error value itself, and a mask of 0 counts as none beside the bus limit. Since 5.5.</summary>
    public required bool ErrorValueIsOutOfReach { get; init; }

    /// <summary>A bounced mapping keeps the address bits of the device's min_align_mask. Since 5.12 (1f221a0d0dbf).</summary>
    public required bool KeepsMinAlignMask { get; init; }

    /// <summary>Where the device asks for no alignment, mappings of a page or more are aligned by a mask, and the stride no longer grows with
    /// the size. Since 6.9 (14cebf689a78).</summary>
    public required bool AlignsPagesByMask { get; init; }

    /// <summary>The walk through the slots begins at the index itself and ends after as many candidates as there are slots. Before, it begins
    /// at a multiple of its stride and ends on meeting its start, which it can step past for ever. Since 6.3 (7c3940bf81e5).</summary>
    public required bool SearchCountsCandidates { get; init; }

    /// <summary>An area with fewer free slots than are wanted is not searched: the used counter. Since 5.1.</summary>
    public required bool SearchAsksFreeCount { get; init; }

    /// <summary>The segment boundary is reckoned from the bus address of the pool's first byte, later from its guest address. Until 5.10.</summary>
    public required bool BoundaryBaseIsBusAddress { get; init; }

    /// <summary>The boundary mask of a device that set none: 2^32 - 1, since 5.10 all ones.</summary>
    public required ulong DefaultBoundary { get; init; }

    /// <summary>Bouncing copies in whatever the direction and the attributes, so that no earlier mapping's bytes come back.
    /// Since 5.17 (ddbd89deb7d3, CVE-2022-0854).</summary>
    public required bool MapAlwaysCopiesIn { get; init; }

    /// <summary>Unmap and sync copy no more than the mapping holds, and unmap releases the slots that were mapped, whatever size the caller
    /// names. Since 5.13 (daf9514fd5eb).</summary>
    public required bool SlotsKnowTheirSize { get; init; }

    /// <summary>A sync that begins in a later slot of its mapping, at a lower slot offset than the mapping's own, is refused: nothing is copied.
    /// 5.13 to 6.8, mended by e8068f2d756d.</summary>
    public required bool RefusesSyncBelowSlotOffset { get; init; }

    /// <summary>map_sg is map_page for each entry, with the test whether the device reaches the slot. Since 5.2.</summary>
    public required bool ListMapIsSingleMaps { get; init; }

    /// <summary>The sync ops detect the direction None by themselves, for direct mappings as well; later only the pool does.</summary>
    public required bool SyncDetectsNone { get; init; }

    /// <summary>alloc gives a device without a coherent mask, and no device, memory below 2^32. Until 5.17; then such a device gets none.</summary>
    public required bool CoherentMaskDefaultsTo32Bits { get; init; }

    /// <summary>alloc and free judge the size rounded up to 4 KiB, in place of the caller's. Since 4.20 (7250f422da04).</summary>
    public required bool CoherentSizeIsRounded { get; init; }

    /// <summary>free finds the guest address by the bus address that it is given, later by the buffer.</summary>
    public required bool FreeGoesByHandle { get; init; }

    /// <summary>free gives back only what alloc exchanged, and keeps memory that it cannot have allocated; before, it exchanges whatever the
    /// device reaches. Since 5.4 (b877ac9815a8).</summary>
    public required bool FreeDestroysOnlyExchanged { get; init; }

    /// <summary>Forced bouncing is a property of the pool: where no pool could be made, what can be mapped directly is. 6.1; not 6.14.</summary>
    public required bool ForceNeedsPool { get; init; }
}
