using System;
using System.Numerics;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Translation;

namespace XenDma;

/// <summary>Makes the bounce pool: finds guest memory for it, and has every segment put on consecutive machine frames within 32 bits.</summary>
internal sealed partial class PoolInit(Machine machine, BusTranslation translation, PoolOptions options)
{
    private const int MaxDmaBits = 32;

    private readonly Semantics _semantics = translation.Semantics;
    private int _fixupBits;

    /// <summary>The pool; null after failure, and where early boot goes on without one.</summary>
    internal SlotPool? Pool { get; private set; }

    /// <summary>Makes the pool as the release does.</summary>
    /// <returns>0, or a negative errno.</returns>
    internal int Run()
    {
        bool isXens = _semantics.XenOwnsPoolInit && !translation.IsNative;
        if (options.NoForce && !(isXens && _semantics.NoForceStillBounces)) return 0;
        if (_semantics.TwoPoolsOnArm64 && translation is ArmDom0Translation) TryAllocate(OrderOf(SlotsAskedFor), out _);
        return isXens ? XenSwiotlbInit() : SwiotlbInit();
    }

    private ulong SlotsPerPage => machine.PageSize >> IoTlb.SlotShift;

    /// <summary>What the swiotlb= option asks for: whole segments, without one the default, one slot for noforce.</summary>
    private ulong SlotsAskedFor => options switch
    {
        { Slabs: > PoolOptions.MaxSlabs } => throw new ArgumentException($"pool of {options.Slabs} slabs: at most {PoolOptions.MaxSlabs} expected"),
        { NoForce: true } => 1,
        { Slabs: 0 } => IoTlb.DefaultSlots,
        _ => BitMath.AlignUp(options.Slabs, IoTlb.SegmentSlots),
    };

    /// <summary>get_order of a number of slots, in the guest kernel's pages.</summary>
    private int OrderOf(ulong slots) => BitMath.Order(slots << IoTlb.SlotShift, machine.PageShift);

    private bool TryAllocate(int order, out Pfn start)
    {
        start = new Pfn(machine.Pages.Allocate(XenOrder(order), translation.PoolFrames));
        return start.Value != XenPage.NoFrame;
    }

    private void Free(Pfn start, int order) => machine.Pages.Free(start.Value, XenOrder(order));

    private int XenOrder(int order) => order + machine.PageShift - XenPage.Shift;

    /// <summary>The largest block that a late init gets, from the one that holds the slots down to just above <see cref="IoTlb.MinSlots"/>.</summary>
    /// <param name="order">In: where to begin. Out: the block's order, or the first that was not tried.</param>
    /// <param name="start">The block.</param>
    private bool TryAllocateLate(ref int order, out Pfn start)
    {
        for (; SlotsPerPage << order > IoTlb.MinSlots; order--)
        {
            if (TryAllocate(order, out start)) return true;
        }

        start = default;
        return false;
    }

    /// <summary>Has each segment exchanged for consecutive machine frames (xen_swiotlb_fixup). The width begins at a segment's own and grows to
    /// 32 bits; it is not reset for the next segment, and what was exchanged before a failure stays so.</summary>
    /// <returns>0, or the exchange's negative errno.</returns>
    private int Fixup(PhysAddr start, ulong slots)
    {
        if (!translation.ExchangesPool) return 0;
        _fixupBits = BitMath.Order(IoTlb.SegmentSize, machine.PageShift) + machine.PageShift;
        for (ulong i = 0; i < slots; i += IoTlb.SegmentSlots)
        {
            ulong segment = Math.Min(slots - i, IoTlb.SegmentSlots);
            int rc = FixupSegment(start + (i << IoTlb.SlotShift), XenOrder(OrderOf(segment)));
            if (rc != 0) return rc;
        }

        return 0;
    }

    private SlotPool PoolAt(PhysAddr start, ulong slots)
    {
        bool isAskew = _semantics.EarlyPoolNotPageRounded && options.Early;
        return new SlotPool(machine, _semantics, isAskew ? start + IoTlb.SlotSize : start, slots, AreasOf(slots));
    }

    /// <summary>The parts of the pool, one for each CPU (since 6.0): a power of two, and whole segments each.</summary>
    private int AreasOf(ulong slots)
    {
        if (!_semantics.PoolIsSizedInPowersOfTwo) return 1;
        var areas = (int)BitOperations.RoundUpToPowerOf2((uint)machine.Layout.CpuCount);
        bool isReduced = !_semantics.AreasNotReduced && !(_semantics.EarlyAreasNotReduced && options.Early);
        while (isReduced && areas > 1 && (ulong)areas > slots / IoTlb.SegmentSlots) areas >>= 1;
        return areas;
    }

    private int FixupSegment(PhysAddr segment, int xenOrder)
    {
        DmaAddr bus = default;
        int rc = translation.CreateContiguousRegion(segment, xenOrder, _fixupBits, ref bus);
        while (rc != 0 && _fixupBits < MaxDmaBits)
        {
            _fixupBits++;
            rc = translation.CreateContiguousRegion(segment, xenOrder, _fixupBits, ref bus);
        }

        return rc;
    }
}
