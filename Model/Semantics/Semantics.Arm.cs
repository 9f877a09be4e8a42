namespace XenDma;

/// <summary>What was decided wrongly on Arm: dispatch, foreign pages, caches.</summary>
public sealed partial record Semantics
{
    /// <summary>The device's own ops are asked before Xen's, and Xen's are not reached: 'Consolidate get_dma_ops()' of 2017.</summary>
    [Defect("4.11", "815dd18788fe")]
    public bool DeviceOpsBeforeXen { get; init; }

    /// <summary>Setting a device up twice saves Xen's own ops as its native ones.</summary>
    [Defect("arm64, 4.12 to 5.4", Needs = nameof(XenOpsCallNativeOps))]
    public bool SetupTwiceSavesXenOps { get; init; }

    /// <summary>A device that has ops already is left without Xen's.</summary>
    [Defect("arm32, since 4.12")]
    public bool SetupSkippedWhenOpsSet { get; init; }

    /// <summary>Tear-down clears the device's ops and keeps the saved ones.</summary>
    [Defect("arm64, 4.12 to 5.4", Needs = nameof(XenOpsCallNativeOps))]
    public bool TeardownKeepsSavedOps { get; init; }

    /// <summary>No cache work is done for bounced mappings when they are made.</summary>
    [Defect("3.13-rc", "7100b077ab4f")]
    public bool MapSkipsCacheOnBounce { get; init; }

    /// <summary>The cache work of a bounced mapping is done at its original's bus address.</summary>
    [Defect("until 4.12", "f1225ee4c8fc")]
    public bool BounceKeepsOriginalBus { get; init; }

    /// <summary>A foreign page is mapped directly for a device that does not snoop, though nobody can maintain its caches.</summary>
    [Defect("until 3.18", "a4dba1308912")]
    public bool ForeignDirectWithoutFlush { get; init; }

    /// <summary>The caches of foreign pages are not maintained at all.</summary>
    [Defect("3.18.y")]
    public bool ForeignNeverFlushed { get; init; }

    /// <summary>A frame's bus address is reckoned in 32 bits.</summary>
    [Defect("until 3.13", "e17b2f114cba")]
    public bool BusShiftInPhysWidth { get; init; }

    /// <summary>A bus address that does not translate back into 32 bits is a BUG.</summary>
    [Defect("3.14 to 3.18", "c884227eaae9")]
    public bool BusToPhysBugs { get; init; }

    /// <summary>The hypercall is given the page of a foreign frame in 32 bits.</summary>
    [Defect("arm32 until 5.5")]
    public bool FlushFrameShift32 { get; init; }

    /// <summary>A device's bus addresses are taken for machine addresses, whatever its bus adds.</summary>
    [Defect("until 5.8", "91ffe4ad534a 2cf6a91347b9 d900781a170d")]
    public bool FlushWithoutBusOffset { get; init; }

    /// <summary>Whether a page is foreign is told by 32 bits of its frame numbers.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool NeedBounceCompares32Bits { get; init; }

    /// <summary>A grant whose translation could not be recorded is mapped all the same.</summary>
    [Defect("until 5.11", "XSA-361 CVE-2021-26932")]
    public bool ForeignInsertIgnored { get; init; }

    /// <summary>Xen's ops call the native ones for local memory, which bounce and release over the same pool once more.</summary>
    [Defect("arm64, 4.12 to 5.4", Needs = nameof(XenOpsCallNativeOps))]
    public bool NativePoolInsideXenPool { get; init; }
}
