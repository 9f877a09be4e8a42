using System;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

internal sealed partial class PoolInit
{
    private const ulong RetryFloorSlots = 1024;

    private int? _firstOrder;

    private enum Failure
    {
        NoMemory,
        NoContiguousFrames,
    }

    /// <summary>xen_swiotlb_init, Linux 4.18: at most four rounds, each with half the slots of the last but at least 1,024. At 5.15 a round
    /// follows only on a failed exchange, and none on the smallest pool.</summary>
    /// <returns>0, or a negative errno; an early init panics instead.</returns>
    internal int XenSwiotlbInit()
    {
        ulong slots = SlotsAskedFor;
        int rc = Errno.NoMemory;
        for (int retries = 3; ; retries--)
        {
            Failure failure = Failure.NoMemory;
            bool found = TryAllocatePool(ref slots, out Pfn start, out int order);
            if (found)
            {
                rc = Fixup(start.Address, slots);
                if (rc == 0)
                {
                    Finish(start.Address, slots);
                    return 0;
                }

                failure = Failure.NoContiguousFrames;
                Free(start, order);
            }

            if (retries == 0 || !(_semantics.UselessRetries || (failure == Failure.NoContiguousFrames && slots > RetryFloorSlots)))
            {
                if (found && _semantics.LateInitDoubleFree && !options.Early) Free(start, order);
                return GiveUp(failure, rc);
            }

            ulong half = slots / 2;
            slots = Math.Max(RetryFloorSlots, _semantics.PartialLastSegment ? half : BitMath.AlignUp(half, IoTlb.SegmentSlots));
            Log(KernelLogLevel.Info, $"Lowering to {(slots << IoTlb.SlotShift) >> 20}MB");
        }
    }

    private bool TryAllocatePool(ref ulong slots, out Pfn start, out int order)
    {
        order = OrderOf(slots);
        if (_semantics.RetryKeepsBytes && !options.Early) order = _firstOrder ??= order;
        if (options.Early)
        {
            // Boot memory comes zeroed, and the boot allocator itself panics when it has none.
            if (!TryAllocate(order, out start)) throw new KernelBugException($"panic: no boot memory for {slots} slots");
            machine.Memory.Clear(start.Address, slots << IoTlb.SlotShift);
            return true;
        }

        int wanted = order;
        bool found = TryAllocateLate(ref order, out start);
        if (order != wanted)
        {
            Log(KernelLogLevel.Warning, $"Warning: only able to allocate {(machine.PageSize << order) >> 20} MB for software IO TLB");
            slots = SlotsPerPage << order;
        }

        return found;
    }

    private void Finish(PhysAddr start, ulong slots)
    {
        // swiotlb_late_init_with_tbl clears the pool; the early form leaves what the exchanged frames hold.
        if (!options.Early) machine.Memory.Clear(start, slots << IoTlb.SlotShift);
        Pool = PoolAt(start, slots);
    }

    private int GiveUp(Failure failure, int rc)
    {
        string text = failure == Failure.NoMemory
            ? "Cannot allocate Xen-SWIOTLB buffer\n"
            : "Failed to get contiguous memory for DMA from Xen!\nYou either: don't have the permissions, do not have enough free memory under 4GB, "
                + "or the hypervisor memory is too fragmented!";
        Log(KernelLogLevel.Error, $"{text} (rc:{rc})");
        if (options.Early) throw new KernelBugException($"panic: {text} (rc:{rc})");
        return rc;
    }

    private void Log(KernelLogLevel level, string message) => machine.Log.Write(level, "xen:swiotlb_xen: " + message);
}
