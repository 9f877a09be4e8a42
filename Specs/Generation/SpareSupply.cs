namespace XenDma.Specs.Generation;

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
