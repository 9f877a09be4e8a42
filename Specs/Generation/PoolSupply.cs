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

    /// <summary>Early and large, and a guest frame of the block has no machine frame: half of it can be had, which may end within a segment.</summary>
    Holed,

    /// <summary>After boot, and a guest frame in the second half of the block has no machine frame.</summary>
    LateHoled,
}
