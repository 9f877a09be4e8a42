namespace XenDma.Specs.Generation;

/// <summary>How machine frames lie behind a generated guest's buffers.</summary>
public enum LayoutClass
{
    /// <summary>Each frame on its own number.</summary>
    Identity,

    /// <summary>Descending.</summary>
    Reversed,

    /// <summary>In no order.</summary>
    Shuffled,

    /// <summary>Runs of a few frames, far apart.</summary>
    Clustered,

    /// <summary>Runs, with guest frames that have no machine frame between them.</summary>
    Holes,

    /// <summary>Runs above 4 GiB.</summary>
    High,
}
