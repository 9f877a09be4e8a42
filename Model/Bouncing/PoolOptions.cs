namespace XenDma.Bouncing;

/// <summary>The bounce pool that is asked for: the kernel's <c>swiotlb=</c> option and when the pool is made.</summary>
/// <param name="Slabs">Slots wanted; 0 = the default of 64 MiB. A pool of 512 slots or fewer is made early only: late, 4.18 makes 1,024 of it, and
/// later releases fail.</param>
/// <param name="Force">Bounce every streaming mapping (<c>swiotlb=force</c>).</param>
/// <param name="Early">Made at early boot, where failure is fatal in 4.18; otherwise later, from the page allocator.</param>
/// <param name="NoForce">Never bounce (<c>swiotlb=noforce</c>): no pool is made.</param>
public readonly record struct PoolOptions(ulong Slabs, bool Force = false, bool Early = false, bool NoForce = false)
{
    /// <summary>The largest pool that can be asked for: 2^24 slots, 32 GiB.</summary>
    public const ulong MaxSlabs = 1UL << 24;
}
