namespace XenDma.Analyzers.Contracts;

/// <summary>The family of functions that a mapping belongs to; families do not mix.</summary>
internal enum MappingKind
{
    /// <summary>The contract does not tell; agrees with every streaming kind.</summary>
    Any,
    Single,
    Page,
    ScatterList,
    Coherent,

    /// <summary>An object that unmaps itself when disposed.</summary>
    Owned,

    /// <summary>A mapping that lives in an object which outlives it, and is mapped, synced and unmapped through that object.</summary>
    Held,
}
