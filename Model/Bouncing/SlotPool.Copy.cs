using System;
using XenDma.Machines;

namespace XenDma.Bouncing;

/// <summary>Which way a bounce copies.</summary>
internal enum BounceWay
{
    /// <summary>From the original bytes to the slots.</summary>
    In,

    /// <summary>From the slots to the original bytes.</summary>
    Out,
}

public sealed partial class SlotPool
{
    private bool _warnedOverflow;
    private bool _warnedBeforeStart;

    /// <summary>Copies a whole mapping, or what an unmap names of it, between its slots and its original (swiotlb_bounce).</summary>
    internal void CopyMapping(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask) => Bounce(slot, size, way, minAlignMask, isWhole: true);

    /// <summary>Copies part of a mapping between its slots and its original (swiotlb_tbl_sync_single).</summary>
    internal void CopyPart(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask) => Bounce(slot, size, way, minAlignMask, isWhole: false);

    private void Bounce(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask, bool isWhole)
    {
        ulong index = ToSlot(slot.Value - Start.Value), original = _original[index];
        if (original == NoOriginal || (original == 0 && _semantics.ZeroOriginalMeansNone)) return;
        ulong into = slot.Value & IoTlb.SlotOffsetMask;
        ulong offset = _semantics.ReleaseUsesCurrentMinAlign ? OffsetOf(original, minAlignMask) : _offset[index];
        ulong skipped = unchecked(into - offset), left = _allocSize[index];
        if (_semantics.PartialSyncRefused && IsRefused(offset, into, left, size)) return;

        // As long as callers' sizes are trusted, an unmap inside a mapping takes the original's address without the offset into the slot.
        if (_semantics.SyncIgnoresOffset || (isWhole && _semantics.CopyTrustsSize)) skipped = 0;
        left = unchecked(left - skipped);
        if (size > left && !_semantics.CopyTrustsSize)
        {
            WarnOverflow(left, size);
            size = left;
        }

        if (_semantics.HighmemSyncWrongPage) CopyByPages(original, skipped, slot, size, way);
        else Copy(new PhysAddr(unchecked(original + skipped)), slot, size, way);
    }

    private bool IsRefused(ulong offset, ulong into, ulong left, ulong size)
    {
        if (into < offset)
        {
            WarnOnce(ref _warnedBeforeStart, (offset, into), static facts =>
                $"Access before mapping start detected. orig offset {facts.offset}, requested offset {facts.into}.");
            return true;
        }

        if (into - offset <= left) return false;
        WarnOverflow(left, unchecked(into - offset + size));
        return true;
    }

    /// <summary>The page is that of the original, the offset into it that of the first byte to copy, though it may lie in a later page.</summary>
    private void CopyByPages(ulong original, ulong skipped, PhysAddr slot, ulong size, BounceWay way)
    {
        ulong page = original & ~XenPage.OffsetMask, into = unchecked(original + skipped) & XenPage.OffsetMask;
        for (ulong done = 0; done < size;)
        {
            ulong length = Math.Min(size - done, XenPage.Size - into);
            Copy(new PhysAddr(page + into), slot + done, length, way);
            done += length;
            page += XenPage.Size;
            into = 0;
        }
    }

    private void Copy(PhysAddr original, PhysAddr slot, ulong size, BounceWay way)
    {
        if (way == BounceWay.In) _memory.Copy(original, slot, size);
        else _memory.Copy(slot, original, size);
    }

    private void WarnOverflow(ulong left, ulong size) => WarnOnce(ref _warnedOverflow, (left, size), static facts =>
        $"Buffer overflow detected. Allocation size: {facts.left}. Mapping size: {facts.size}.");

    private void WarnOnce<T>(ref bool warned, T facts, Func<T, string> format)
    {
        if (warned) return;
        warned = true;
        _log.Write(KernelLogLevel.Warning, facts, format);
    }
}
