using System.Collections.Generic;
using System.Collections.Immutable;

namespace XenDma.Machines;

/// <summary>A guest machine as it is before anything runs on it.</summary>
public sealed record MachineLayout
{
    /// <summary>The largest number of guest frames that a machine can have: 2^24, 64 GiB.</summary>
    public const ulong MaxFrameCount = 1UL << 24;

    /// <summary>The number of guest frames of 4 KiB, 1 to <see cref="MaxFrameCount"/>.</summary>
    public required ulong FrameCount { get; init; }

    /// <summary>log2 of the guest kernel's page size in bytes, 12 to 16; Xen's own is always 12.</summary>
    public int PageShift { get; init; } = XenPage.Shift;

    /// <summary>The frames that the domain owns; a guest frame in no run has no machine frame. null: all, each on its own number.</summary>
    public ImmutableArray<FrameRun>? Owned { get; init; }

    /// <summary>Other domains' frames that are mapped into this guest.</summary>
    public ImmutableArray<FrameRun> Foreign { get; init; } = [];

    /// <summary>Guest frames of I/O memory, each on its own number, inside the guest's frames or behind them (IDENTITY_FRAME).</summary>
    public ImmutableArray<FrameRange> Identity { get; init; } = [];

    /// <summary>The guest frames that the page allocator may hand out.</summary>
    public ImmutableArray<FrameRange> Free { get; init; } = [];

    /// <summary>The machine frames that the hypervisor can give in an exchange.</summary>
    public ImmutableArray<FrameRange> Spare { get; init; } = [];

    /// <summary>The largest order, in frames of 4 KiB, of one exchange.</summary>
    public int ExchangeMaxOrder { get; init; } = 9;

    /// <summary>What frames hold after an exchange.</summary>
    public ExchangeContents ExchangeContents { get; init; } = ExchangeContents.Preserve;

    /// <summary>Whether some device does not snoop the CPU's caches, so that the two views of memory can differ.</summary>
    public bool HasNonCoherentDevices { get; init; }

    /// <summary>The size of a cache line in bytes, a power of two.</summary>
    public int CacheLineSize { get; init; } = 64;

    /// <summary>Whether the hypervisor maintains caches for the guest (GNTTABOP_cache_flush).</summary>
    public bool HasCacheFlush { get; init; } = true;

    /// <summary>The number of CPUs, 1 to 64.</summary>
    public int CpuCount { get; init; } = 1;

    internal IReadOnlyList<FrameRun> OwnedOrIdentity => Owned ?? [new FrameRun(0, 0, FrameCount)];
}
