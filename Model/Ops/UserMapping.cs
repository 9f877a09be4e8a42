using System;
using System.Collections.Immutable;

namespace XenDma;

/// <summary>A range of user space that DMA memory is mapped into (struct vm_area_struct), as far as mmap of DMA memory is concerned.</summary>
/// <param name="pageOffset">The first page of the memory that is wanted (vm_pgoff), in the guest kernel's pages.</param>
/// <param name="pageCount">How many of its pages.</param>
public sealed class UserMapping(ulong pageOffset, ulong pageCount)
{
    /// <summary>The first page of the memory that is wanted (vm_pgoff), in the guest kernel's pages.</summary>
    public ulong PageOffset { get; } = pageOffset;

    /// <summary>How many of its pages.</summary>
    public ulong PageCount { get; } = pageCount;

    /// <summary>The guest frames of 4 KiB behind the range, in order; empty until Mmap has succeeded.</summary>
    public ImmutableArray<Pfn> Frames { get; private set; } = [];

    /// <summary>Puts frames behind the range: for implementations of mmap, not for drivers.</summary>
    public void Map(ReadOnlySpan<Pfn> frames) => Frames = [.. frames];
}
