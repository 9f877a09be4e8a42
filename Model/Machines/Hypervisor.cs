using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>The hypervisor as the DMA ops meet it: it exchanges the machine frames behind guest frames, all or nothing.</summary>
/// <remarks>xen_create_contiguous_region and xen_destroy_contiguous_region (arch/x86/xen/mmu_pv.c, Linux 4.18) over XENMEM_exchange. The
/// frames given are chosen before the frames given up come back, so no exchange gets its own frames again.</remarks>
public sealed class Hypervisor
{
    /// <summary>-ENOMEM: the order is too large, the range leaves the guest, or no spare run fits.</summary>
    public const int OutOfMemory = Errno.NoMemory;

    /// <summary>-EINVAL: a guest frame of the range has no machine frame, or another domain's.</summary>
    public const int NotOwned = Errno.Invalid;

    private readonly PhysToMachine _p2m;
    private readonly GuestMemory _memory;
    private readonly SpareFrames _spare;
    private readonly ExchangeContents _contents;
    private readonly bool _flushesCaches;

    internal Hypervisor(MachineLayout layout, PhysToMachine p2m, GuestMemory memory)
    {
        _p2m = p2m;
        _memory = memory;
        _contents = layout.ExchangeContents;
        _spare = new SpareFrames(layout.Spare);
        MaxOrder = layout.ExchangeMaxOrder;
        _flushesCaches = layout.HasCacheFlush;
        foreach (FrameRun run in layout.OwnedOrIdentity) CheckNotSpare(run);
        foreach (FrameRun run in layout.Foreign) CheckNotSpare(run);
    }

    /// <summary>The largest order of one exchange, in frames of 4 KiB.</summary>
    public int MaxOrder { get; }

    /// <summary>The machine frames that can be given, ascending.</summary>
    public IReadOnlyList<FrameRange> Spare => _spare.Runs;

    /// <summary>Whether <see cref="FlushCache"/> does anything.</summary>
    public bool CanFlushCaches => _flushesCaches;

    /// <summary>The number of machine frames that can be given.</summary>
    public ulong SpareCount => _spare.Count;

    /// <summary>Whether a machine frame can be given.</summary>
    public bool IsSpare(Mfn mfn) => _spare.Contains(mfn.Value);

    /// <summary>Puts machine-contiguous, naturally aligned frames below 2^addressBits behind 2^order guest frames.</summary>
    /// <param name="first">The first guest frame; any alignment.</param>
    /// <param name="order">log2 of the number of frames of 4 KiB.</param>
    /// <param name="addressBits">The width of the bus addresses that must reach the frames; 64 and more: anywhere; below 12 nothing fits.</param>
    /// <param name="address">The bus address of the first frame; on failure 0.</param>
    /// <returns>0, or <see cref="OutOfMemory"/> or <see cref="NotOwned"/>, and the guest is as it was.</returns>
    public int CreateContiguousRegion(Pfn first, int order, int addressBits, out DmaAddr address)
    {
        address = default;
        if (!InReach(first, order)) return OutOfMemory;
        ulong count = 1UL << order;
        for (ulong i = 0; i < count; i++)
        {
            if (!_p2m.IsOwned(first.Value + i)) return NotOwned;
        }

        ulong given = _spare.TakeAligned(order, FrameLimit(addressBits));
        if (given == XenPage.NoFrame) return OutOfMemory;
        for (ulong i = 0; i < count; i++) Replace(first.Value + i, given + i);
        address = new Mfn(given).Address;
        return 0;
    }

    /// <summary>Puts the lowest single spare frames behind 2^order guest frames, and takes back what was there. Does nothing where the
    /// order is too large, a frame is not the domain's, or too few frames are spare.</summary>
    /// <param name="first">The first guest frame.</param>
    /// <param name="order">log2 of the number of frames of 4 KiB.</param>
    /// <returns>Whether the region was given back.</returns>
    public bool DestroyContiguousRegion(Pfn first, int order)
    {
        if (!InReach(first, order) || _spare.Count < 1UL << order) return false;
        var given = new ulong[1 << order];
        for (int i = 0; i < given.Length; i++)
        {
            if (!_p2m.IsOwned(first.Value + (ulong)i)) return false;
        }

        for (int i = 0; i < given.Length; i++) given[i] = _spare.TakeLowest();
        for (int i = 0; i < given.Length; i++) Replace(first.Value + (ulong)i, given[i]);
        return true;
    }

    /// <summary>The guest gives a page's machine frame back (XENMEM_decrease_reservation): the guest frame has none from then on.</summary>
    /// <returns>0, or <see cref="NotOwned"/>.</returns>
    public int DecreaseReservation(Pfn pfn)
    {
        if (!_p2m.IsOwned(pfn.Value)) return NotOwned;
        _spare.Add(new FrameRange(_p2m.Take(pfn.Value), 1));
        return 0;
    }

    /// <summary>The guest asks for a machine frame, any, behind a guest frame that has none (XENMEM_populate_physmap).</summary>
    /// <returns>0, <see cref="OutOfMemory"/> or <see cref="NotOwned"/>.</returns>
    public int PopulatePhysmap(Pfn pfn)
    {
        if (pfn.Value >= _p2m.FrameCount || _p2m.Word(pfn.Value) != XenPage.NoFrame) return NotOwned;
        if (_spare.Count == 0) return OutOfMemory;
        _p2m.Put(pfn.Value, _spare.TakeLowest());
        return 0;
    }

    /// <summary>Maintains the CPU's caches for part of a machine frame (GNTTABOP_cache_flush). A frame that is not mapped here is refused.</summary>
    /// <param name="frame">The bus address of the frame's first byte.</param>
    /// <param name="offset">The first byte within it.</param>
    /// <param name="size">The bytes, none beyond the frame.</param>
    /// <param name="invalidate">Drop the lines; false: write them back.</param>
    /// <returns>Whether the lines were maintained.</returns>
    public bool FlushCache(DmaAddr frame, ulong offset, ulong size, bool invalidate)
    {
        if (!_flushesCaches) return false;
        ulong mfn = frame.Mfn.Value, pfn = _p2m.MfnToOwnedPfn(mfn);
        if (pfn == XenPage.NoFrame) pfn = _p2m.MfnToForeignPfn(mfn);
        if (pfn == XenPage.NoFrame || offset + size > XenPage.Size) return false;
        PhysAddr start = new Pfn(pfn).Address + offset;
        if (invalidate) _memory.InvalidateCache(start, size);
        else _memory.CleanCache(start, size);
        return true;
    }

    private static ulong FrameLimit(int addressBits) =>
        addressBits >= 64 ? PhysToMachine.MfnLimit : addressBits < XenPage.Shift ? 0 : 1UL << (addressBits - XenPage.Shift);

    private bool InReach(Pfn first, int order) =>
        order >= 0 && order <= MaxOrder && order < 32 && first.Value < _p2m.FrameCount && 1UL << order <= _p2m.FrameCount - first.Value;

    private void Replace(ulong pfn, ulong mfn)
    {
        ulong old = _p2m.Take(pfn);
        _p2m.Put(pfn, mfn);
        _spare.Add(new FrameRange(old, 1));
        if (_contents == ExchangeContents.Scramble) _memory.Scramble(pfn, PageJunk.KeyOf(mfn));
    }

    private void CheckNotSpare(FrameRun run)
    {
        if (_spare.Overlaps(new FrameRange(run.Mfn, run.Count)))
            throw new ArgumentException($"machine frames from 0x{run.Mfn:x} on ({run.Count}) are behind guest frames and spare as well");
    }
}
