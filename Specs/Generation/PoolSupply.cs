namespace XenDma.Specs.Generation;

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

    /// <summary>After boot, and the hypervisor has no frames for it: init fails.</summary>
    LateAbsent,
}
