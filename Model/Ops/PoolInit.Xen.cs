using System;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

internal sealed partial class PoolInit
{
    private const ulong RetryFloorSlots = 1024;

    private enum Failure
    {
        NoMemory,
        NoContiguousFrames,
    }

    /// <summary>xen_swiotlb_init, Linux 4.18: at most four rounds, each with half the slots of the last but at least 1,024.</summary>
    /// <returns>0, or a negative errno; an early init panics instead.</returns>
    internal int XenSwiotlbInit()
    {
        ulong slots = SlotsAskedFor;
        int rc = Enomem;
        for (int retries = 3; ; retries--)
        {
            if (slots == 0) slots = IoTlb.DefaultSlots;
            Failure failure = Failure.NoMemory;
            if (TryAllocatePool(ref slots, out Pfn start, out int order))
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

            if (retries == 0) return GiveUp(failure, rc);
            slots = Math.Max(RetryFloorSlots, slots / 2);
            Log(KernelLogLevel.Info, $"Lowering to {(slots << IoTlb.SlotShift) >> 20}MB");
        }
    }

    private bool TryAllocatePool(ref ulong slots, out Pfn start, out int order)
    {
        order = OrderOf(slots);
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
        Pool = new SlotPool(machine, semantics, start, slots);
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
