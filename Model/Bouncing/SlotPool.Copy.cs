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
    internal void CopyMapping(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask)
    {
        // Until slots know their size, an unmap inside a mapping takes the original's address without the offset into the slot.
        if (!_semantics.SlotsKnowTheirSize) CopyExactly(slot, size, way, addsSlotOffset: false);
        else CopyWithinMapping(slot, size, way, minAlignMask);
    }

    /// <summary>Copies part of a mapping between its slots and its original (swiotlb_tbl_sync_single).</summary>
    internal void CopyPart(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask)
    {
        if (!_semantics.SlotsKnowTheirSize) CopyExactly(slot, size, way, addsSlotOffset: true);
        else CopyWithinMapping(slot, size, way, minAlignMask);
    }

    private void CopyExactly(PhysAddr slot, ulong size, BounceWay way, bool addsSlotOffset)
    {
        ulong original = _original[ToSlot(slot.Value - Start.Value)];
        if (original == NoOriginal) return;
        if (addsSlotOffset) original = unchecked(original + (slot.Value & IoTlb.SlotOffsetMask));
        Copy(new PhysAddr(original), slot, size, way);
    }

    private void CopyWithinMapping(PhysAddr slot, ulong size, BounceWay way, ulong minAlignMask)
    {
        ulong index = ToSlot(slot.Value - Start.Value), original = _original[index];
        if (original == NoOriginal) return;
        ulong into = slot.Value & IoTlb.SlotOffsetMask, offset = original & minAlignMask & IoTlb.SlotOffsetMask;
        ulong left = _allocSize[index], skipped = unchecked(into - offset);
        if (_semantics.RefusesSyncBelowSlotOffset && into < offset)
        {
            WarnOnce(ref _warnedBeforeStart, (offset, into), static facts =>
                $"Access before mapping start detected. orig offset {facts.offset}, requested offset {facts.into}.");
            return;
        }

        if (_semantics.RefusesSyncBelowSlotOffset && skipped > left)
        {
            WarnOverflow(left, unchecked(skipped + size));
            return;
        }

        left = unchecked(left - skipped);
        if (size > left)
        {
            WarnOverflow(left, size);
            size = left;
        }

        Copy(new PhysAddr(unchecked(original + skipped)), slot, size, way);
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
