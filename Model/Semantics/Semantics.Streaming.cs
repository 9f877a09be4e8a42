namespace XenDma;

/// <summary>What was decided wrongly about streaming mappings.</summary>
public sealed partial record Semantics
{
    /// <summary>unmap gives the pool the bus address in place of the guest address.</summary>
    [Defect("3.18.y", "2c3fc8d26dd0")]
    public bool UnmapPassesBusAddress { get; init; }

    /// <summary>A slot that the device cannot reach is given back with its bytes copied over the caller's.</summary>
    [Defect("until 4.9", "0443fa003fa1", Needs = nameof(FromDeviceSlotUninitialised))]
    public bool ErrorPathCopiesBack { get; init; }

    /// <summary>A full pool gives all ones, a slot out of reach gives 0, and mapping_error knows 0 only.</summary>
    [Defect("Arm until 4.12")]
    public bool ErrorValuesDisagree { get; init; }

    /// <summary>The error value is 0, an address like any other.</summary>
    [Defect("x86 until 4.15")]
    public bool ZeroIsTheError { get; init; }

    /// <summary>The entries before a failed one are unmapped with a copy back.</summary>
    [Defect("until 4.9", "0443fa003fa1", Needs = nameof(FromDeviceSlotUninitialised))]
    public bool MapSgCleanupCopiesBack { get; init; }

    /// <summary>map_sg does not ask whether the device reaches the slot.</summary>
    [Defect("until 5.1")]
    public bool MapSgSkipsReachTest { get; init; }

    /// <summary>map_sg fails with 0, which tells no reason.</summary>
    [Defect("until 5.14", "2c647ebe1714")]
    public bool MapSgHidesReason { get; init; }

    /// <summary>A full pool's warning of map_sg is logged despite DMA_ATTR_NO_WARN.</summary>
    [Defect("until 5.1")]
    public bool MapSgFullAlwaysWarns { get; init; }

    /// <summary>Contiguity on the bus is asked once for each of the kernel's pages.</summary>
    [Defect("until 4.3", "9435cce87950")]
    public bool StraddleByKernelPage { get; init; }

    /// <summary>A buffer whose guest address is aligned to its block while its bus address is not is bounced.</summary>
    [Defect("6.12.0 to 6.12.15, 6.13, 6.14-rc2", "85fcb57c983f")]
    public bool StraddleAlignmentForced { get; init; }

    /// <summary>No largest mapping is told (max_mapping_size).</summary>
    [Defect("until 5.15")]
    public bool NoMaxMappingSize { get; init; }

    /// <summary>dma_map_resource always fails.</summary>
    [Defect("4.20 to 6.17", "406251a408f5")]
    public bool NoMapResource { get; init; }

    /// <summary>A buffer within one page that has no machine frame is mapped directly.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool MissingFrameMapsDirect { get; init; }

    /// <summary>dma_supported looks at the pool's last byte only, though its segments lie in any order on the bus.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool SupportedLooksAtLastByte { get; init; }

    /// <summary>The segment boundary is reckoned from the pool's guest address, not from its bus address.</summary>
    [Defect("since 5.10, never mended")]
    public bool BoundaryTestOnGuestAddress { get; init; }

    /// <summary>The bits of min_align_mask above 4 KiB are kept between guest addresses, not on the bus.</summary>
    [Defect("since 5.12, never mended")]
    public bool MinAlignOnGuestAddress { get; init; }
}
