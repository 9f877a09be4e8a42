using System.Numerics;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma;

internal sealed partial class PoolInit
{
    /// <summary>swiotlb_init_remap and swiotlb_init_late with Xen's exchange as the callback, Linux 6.1: half the slots until 512. An early
    /// init that gets nothing goes on without a pool.</summary>
    /// <returns>0, or a negative errno.</returns>
    internal int SwiotlbInit()
    {
        ulong slots = SlotsAskedFor;
        if (_semantics.PoolIsSizedInPowersOfTwo) slots = BitOperations.RoundUpToPowerOf2(slots);
        return options.Early ? InitEarly(slots) : InitLate(slots);
    }

    private int InitEarly(ulong asked)
    {
        ulong slots = asked;
        while (!TryInitEarly(slots))
        {
            if (slots <= IoTlb.MinSlots || (translation.IsNative && _semantics.XenOwnsPoolInit)) return 0;
            slots = BitMath.AlignUp(slots >> 1, IoTlb.SegmentSlots);
        }

        if (slots != asked) Tell(KernelLogLevel.Info, $"SWIOTLB bounce buffer size adjusted {asked} -> {slots} slabs");
        return 0;
    }

    private bool TryInitEarly(ulong slots)
    {
        int order = OrderOf(slots);
        if (!TryAllocate(order, out Pfn start))
        {
            Tell(KernelLogLevel.Warning, $"swiotlb_memblock_alloc: Failed to allocate {slots << IoTlb.SlotShift} bytes tlb structure");
            return false;
        }

        if (Fixup(start.Address, slots) != 0)
        {
            Free(start, order);
            Tell(KernelLogLevel.Warning, $"swiotlb_memblock_alloc: Failed to remap {slots << IoTlb.SlotShift} bytes");
            return false;
        }

        MakePool(start.Address, slots);
        return true;
    }

    private int InitLate(ulong asked)
    {
        ulong slots = asked;
        Pfn start = default;
        bool found = false, freed = false, shrunk = false;
        while (true)
        {
            int order = OrderOf(slots), wanted = order;
            if (SlotsPerPage << order > IoTlb.MinSlots)
            {
                found = TryAllocateLate(ref order, out start);
                freed = false;
            }

            // A round at 512 slots tries no block: it may go on with the one that the round before has freed.
            if (!found || (freed && !_semantics.LateInitReusesFreedBlock)) return Errno.NoMemory;
            slots = SlotsPerPage << order;
            int rc = Fixup(start.Address, slots);
            shrunk |= order != wanted || rc != 0;
            if (rc == 0) break;
            if (!freed) Free(start, order);
            freed = true;
            slots = BitMath.AlignUp(slots >> 1, IoTlb.SegmentSlots);
            if (slots < IoTlb.MinSlots) return rc;
        }

        if (shrunk) Tell(KernelLogLevel.Warning, $"only able to allocate {(slots << IoTlb.SlotShift) >> 20} MB");
        MakePool(start.Address, slots);
        return 0;
    }

    private void MakePool(PhysAddr start, ulong slots)
    {
        machine.Memory.Clear(start, slots << IoTlb.SlotShift);
        Pool = PoolAt(start, slots);
    }

    private void Tell(KernelLogLevel level, string message) => machine.Log.Write(level, "software IO TLB: " + message);
}
