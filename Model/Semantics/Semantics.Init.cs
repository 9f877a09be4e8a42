namespace XenDma;

/// <summary>What was decided wrongly when the pool is made.</summary>
public sealed partial record Semantics
{
    /// <summary>An early pool begins in the middle of a page.</summary>
    [Defect("before 3.6")]
    public bool EarlyPoolNotPageRounded { get; init; }

    /// <summary>Halving leaves part of a segment, which is exchanged with the order that covers it: frames behind the pool change.</summary>
    [Defect("until 5.14", "d9a688add3d4", Needs = nameof(XenOwnsPoolInit))]
    public bool PartialLastSegment { get; init; }

    /// <summary>The free counts of the last segment's slots reach behind the pool.</summary>
    [Defect("until 5.14", "d9a688add3d4", Needs = nameof(PartialLastSegment))]
    public bool ListBeyondPoolEnd { get; init; }

    /// <summary>A late retry halves the number of slots and allocates as much as before.</summary>
    [Defect("5.15-rc", "4c092c59015f", Needs = nameof(XenOwnsPoolInit))]
    public bool RetryKeepsBytes { get; init; }

    /// <summary>Init tries again after a failure that no retry can mend: no memory, and the smallest pool.</summary>
    [Defect("until 5.14", "79ca5f778aaf cabb7f89b24e", Needs = nameof(XenOwnsPoolInit))]
    public bool UselessRetries { get; init; }

    /// <summary>After the last failed exchange of a late init the block is freed twice.</summary>
    [Defect("5.12 to 5.14", "ce6a80d1b2f9", Needs = nameof(XenOwnsPoolInit))]
    public bool LateInitDoubleFree { get; init; }

    /// <summary>A pool that the native ops made before is used with bus address 0 as its base.</summary>
    [Defect("Arm 5.2 to 5.9")]
    public bool ReusedPoolHasNoBusBase { get; init; }

    /// <summary>The native ops' pool is made, and then Xen's over it: two blocks for one pool.</summary>
    [Defect("arm64 until 5.1")]
    public bool TwoPoolsOnArm64 { get; init; }

    /// <summary>A late pool is taken from anywhere, where no exchange will move it into reach.</summary>
    [Defect("Arm until 4.1")]
    public bool LatePoolAnywhere { get; init; }

    /// <summary>An early init limits the number of areas, then passes on the unlimited one: areas are parts of segments.</summary>
    [Defect("6.1.y", "8ac04063354a")]
    public bool EarlyAreasNotReduced { get; init; }

    /// <summary>The number of areas is not reduced with the pool.</summary>
    [Defect("6.0 to 6.4", "8ac04063354a")]
    public bool AreasNotReduced { get; init; }

    /// <summary>A mapping that has to bounce while there is no pool is a panic.</summary>
    [Defect("until 5.15")]
    public bool PanicWithoutPool { get; init; }

    /// <summary>A late init that cannot have more than 512 slots exchanged goes on with the block that it has just freed.</summary>
    /// <remarks>Not in any report known to us: found by reading 6.1 and 6.14.</remarks>
    [Defect("5.19 to 6.14, never mended")]
    public bool LateInitReusesFreedBlock { get; init; }
}
