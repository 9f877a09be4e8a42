namespace XenDma;

/// <summary>What was decided wrongly about coherent memory.</summary>
public sealed partial record Semantics
{
    /// <summary>alloc exchanges whether or not the block fits the device, and free gives every block back.</summary>
    [Defect("before 3.4", "6810df88dcfc")]
    public bool ExchangeAlways { get; init; }

    /// <summary>free gives back only what does not fit the device, which after a successful exchange never is so.</summary>
    [Defect("until 4.16", "4855c92dbb7b")]
    public bool FreeNeverGivesBack { get; init; }

    /// <summary>free gives a block back because it is not consecutive on the bus, where giving back presumes that it is.</summary>
    [Defect("4.17 to 5.2", "50f6393f9654")]
    public bool FreeDestroysWhenTorn { get; init; }

    /// <summary>free gives back every block that the device reaches, exchanged or not.</summary>
    [Defect("4.17 to 5.3", "b877ac9815a8")]
    public bool FreeDestroysNeverExchanged { get; init; }

    /// <summary>Reach and contiguity are judged for the caller's size, while the whole block of 2^order pages is exchanged.</summary>
    [Defect("until 4.19", "7250f422da04")]
    public bool SizeNotRounded { get; init; }

    /// <summary>Only the caller's size is zeroed; the rest of the last page shows what it held.</summary>
    [Defect("until 4.19", "7250f422da04")]
    public bool AllocTailNotZeroed { get; init; }

    /// <summary>The size is rounded to 4 KiB times 2^order, though the order counts the kernel's pages.</summary>
    [Defect("4.20 to 6.11", "c3dea3d54f4d")]
    public bool SizeShiftedByXenPage { get; init; }

    /// <summary>free gives back what violates reach or contiguity and was exchanged: the condition lost its negation.</summary>
    [Defect("5.8 to 5.10")]
    public bool FreeDestroyNegationLost { get; init; }

    /// <summary>Outside PV guests, creating a contiguous region says that it succeeded and leaves the handle as it was.</summary>
    [Defect("until 5.15", "794d5b8a497f", Needs = nameof(ExchangeIgnoresMaskShape))]
    public bool HandleNotSetByStub { get; init; }

    /// <summary>Memory whose guest address is aligned to its block while its bus address is not is taken as it is (no range_requires_alignment).</summary>
    [Defect("until 6.11", "9f40ec84a797 85fcb57c983f")]
    public bool CoherentNotSizeAligned { get; init; }

    /// <summary>Regions above 2^9 frames are refused without asking the hypervisor (MAX_CONTIG_ORDER).</summary>
    [Defect("until 6.14-rc2", "e93ec87286bd")]
    public bool ExchangeOrderCapped { get; init; }

    /// <summary>The exchange is given a width of bits, and its result is not held against a mask that is not 2^k - 1.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool ExchangeIgnoresMaskShape { get; init; }

    /// <summary>A device without a coherent mask, and no device, get memory below 2^32.</summary>
    [Defect("until 5.16")]
    public bool MaskZeroMeans32Bits { get; init; }

    /// <summary>The coherent mask is taken in 32 bits.</summary>
    [Defect("32-bit Arm until 4.15")]
    public bool CoherentMaskTruncated { get; init; }

    /// <summary>Where the hypervisor refuses to take a region back, page k is put on the first page's frame plus k, not on its own.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool DestroyRestoresByArithmetic { get; init; }

    /// <summary>Memory that does not fit the device at free is kept for good.</summary>
    [Defect("since 5.17")]
    public bool FreeLeaksOnSuspicion { get; init; }
}
