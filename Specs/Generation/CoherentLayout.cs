namespace XenDma.Specs.Generation;

/// <summary>How machine frames lie behind the guest frames that coherent memory is allocated from.</summary>
internal enum CoherentLayout
{
    /// <summary>In one piece, aligned and low: nothing needs an exchange.</summary>
    Plain,

    /// <summary>Short runs, apart.</summary>
    Torn,

    /// <summary>Descending.</summary>
    Descending,

    /// <summary>In one piece, a frame off the alignment of any block.</summary>
    Misaligned,

    /// <summary>In one piece, above 4 GiB.</summary>
    AboveMask,
}

/// <summary>What the hypervisor has to give for coherent memory, beside what the pool left.</summary>
internal enum SpareSupply
{
    /// <summary>More than is asked for.</summary>
    Plentiful,

    /// <summary>One run, enough for one exchange.</summary>
    Scarce,

    /// <summary>Nothing.</summary>
    Absent,
}

/// <summary>How the pool comes about.</summary>
internal enum PoolSupply
{
    /// <summary>Early, with all that it needs.</summary>
    Early,

    /// <summary>After boot, from the page allocator.</summary>
    Late,

    /// <summary>The hypervisor has frames for half of it.</summary>
    Halved,

    /// <summary>The hypervisor has no frames for it.</summary>
    Absent,
}
