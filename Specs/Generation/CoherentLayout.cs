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
