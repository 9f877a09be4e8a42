namespace XenDma;

/// <summary>What was decided wrongly in the slot pool.</summary>
public sealed partial record Semantics
{
    /// <summary>A mapping from the device, or one that skips the sync, leaves in its slots what the mapping before left there.</summary>
    [Defect("until 5.16", "ddbd89deb7d3 CVE-2022-0854")]
    public bool FromDeviceSlotUninitialised { get; init; }

    /// <summary>A sync for the device of a mapping from the device copies the CPU's bytes over what the device wrote.</summary>
    [Defect("5.17 to 5.18", "aa6f8dcbab47 bddac7c1e02b 901c7280ca0d")]
    public bool SyncForDeviceClobbers { get; init; }

    /// <summary>unmap copies back for mappings to the device as well.</summary>
    [Defect("a form of the 5.17 rework")]
    public bool SyncOverwritesByInitialCopyInUnmap { get; init; }

    /// <summary>unmap releases as many slots as the caller's size says.</summary>
    [Defect("until 5.12", "daf9514fd5eb")]
    public bool UnmapTrustsSize { get; init; }

    /// <summary>unmap and sync copy as many bytes as the caller says.</summary>
    [Defect("until 5.12", "daf9514fd5eb")]
    public bool CopyTrustsSize { get; init; }

    /// <summary>A sync of part of a mapping copies from the mapping's first byte on.</summary>
    [Defect("5.12", "16fc3cef33a0 5f89468e2f06")]
    public bool SyncIgnoresOffset { get; init; }

    /// <summary>A sync that begins in a later slot of its mapping, at a lower slot offset than the mapping's own, is refused.</summary>
    [Defect("5.13 to 6.8", "e8068f2d756d")]
    public bool PartialSyncRefused { get; init; }

    /// <summary>The page of a high-memory original is reckoned before the offset into the mapping is added, the offset into the page after.</summary>
    [Defect("32 bits, 5.13 to 6.14, never mended")]
    public bool HighmemSyncWrongPage { get; init; }

    /// <summary>A slot's number is shifted to its address in 32 bits.</summary>
    [Defect("until 5.19", "95b079d8215b 3f0461613ebc")]
    public bool SlotIndexTruncated { get; init; }

    /// <summary>The largest mapping that is told leaves no room for the bits of min_align_mask.</summary>
    [Defect("until 5.18", "82806744fd7d")]
    public bool MaxMappingIgnoresMinAlign { get; init; }

    /// <summary>A bounced mapping keeps no address bits of its original.</summary>
    [Defect("until 5.11", "1f221a0d0dbf")]
    public bool MinAlignIgnored { get; init; }

    /// <summary>The slot search ends only on meeting its start, which it can step past for ever.</summary>
    [Defect("5.12 to 6.2", "7c3940bf81e5")]
    public bool EndlessSlotSearch { get; init; }

    /// <summary>A slot must be page-aligned and keep the original's bits both at once, which none can.</summary>
    [Defect("6.3-rc", "0eee5ae10256 bbb73a103fbb")]
    public bool AlignSearchFindsNothing { get; init; }

    /// <summary>Mappings of a page and more are aligned to slots only.</summary>
    [Defect("6.3 to 6.8", "51b30ecb73b4 14cebf689a78")]
    public bool PageAlignmentLost { get; init; }

    /// <summary>unmap and sync reckon with the device's min_align_mask of now, not with that of the map.</summary>
    [Defect("5.12 to 6.14, never mended")]
    public bool ReleaseUsesCurrentMinAlign { get; init; }

    /// <summary>An original at guest address 0 counts as none: nothing is copied.</summary>
    [Defect("until 3.14", "8e0629c1d4ce")]
    public bool ZeroOriginalMeansNone { get; init; }

    /// <summary>An original at guest address 0 is not aligned in the search.</summary>
    [Defect("5.12 to 6.14, never mended")]
    public bool ZeroOriginalSkipsAlignment { get; init; }

    /// <summary>A device that set no segment boundary gets one of 4 GiB.</summary>
    [Defect("until 5.9")]
    public bool DefaultBoundary4G { get; init; }

    /// <summary>A second unmap of a free slot counts it as given back once more, where min_align_mask makes an offset.</summary>
    [Defect("5.12 to 6.14, never mended", Needs = nameof(ReleaseUsesCurrentMinAlign))]
    public bool DoubleUnmapSkewsUsed { get; init; }

    /// <summary>swiotlb=noforce leaves a pool of one slot that claims 128, and Xen's ops use it.</summary>
    [Defect("until 5.18", Needs = nameof(XenOwnsPoolInit))]
    public bool NoForceStillBounces { get; init; }
}
