namespace XenDma;

/// <summary>What was decided wrongly in the kernel's own checker (CONFIG_DMA_API_DEBUG).</summary>
public sealed partial record Semantics
{
    /// <summary>Overlapping mappings are counted and not reported.</summary>
    [Defect("until 5.13", "2b4bbc6231d7")]
    public bool OverlapNeverReported { get; init; }

    /// <summary>Overlaps are reported for mappings that skip the sync, whose purpose it is to share a buffer.</summary>
    [Defect("5.14 to 5.15")]
    public bool OverlapReportedForSkipped { get; init; }

    /// <summary>Overlaps are told by the page, mappings to the device included.</summary>
    [Defect("3.14-rc", "3b7a6418c749")]
    public bool OverlapPerPage { get; init; }

    /// <summary>A sync looks for its mapping no further back than the longest segment.</summary>
    [Defect("until 5.x")]
    public bool SyncBackwardsSearchTooShort { get; init; }

    /// <summary>A sync is of single mappings only and never agrees in full with one of a page.</summary>
    [Defect("until 5.0")]
    public bool SyncTypeNeverMatchesPage { get; init; }

    /// <summary>A sync that may mean several mappings, none of which agrees with it, is reported as of none.</summary>
    [Defect("4.18 to 6.14, never mended")]
    public bool SyncAmbiguousIsUnknown { get; init; }

    /// <summary>A map_resource that failed is entered as a mapping at the error value, which nobody unmaps: a leak is told.</summary>
    [Defect("4.9 to 6.14, never mended")]
    public bool FailedResourceTracked { get; init; }
}
