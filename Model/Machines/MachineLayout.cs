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

    internal IReadOnlyList<FrameRun> OwnedOrIdentity => Owned ?? [new FrameRun(0, 0, FrameCount)];
}
