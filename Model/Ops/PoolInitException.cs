using System;

namespace XenDma;

/// <summary>An implementation could not make its bounce pool, and tells so (a late init; an early one is a <see cref="KernelBugException"/>).</summary>
/// <param name="rc">The negative errno.</param>
public sealed class PoolInitException(int rc) : Exception($"the bounce pool cannot be made (rc:{rc})")
{
    /// <summary>The negative errno.</summary>
    public int Rc { get; } = rc;
}
