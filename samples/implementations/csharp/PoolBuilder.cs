using System;
using System.Linq;
using System.Numerics;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Samples;

/// <summary>Finds guest memory for the pool, and sees to it that each segment lies in one piece below 4 GiB on the bus.</summary>
internal sealed class PoolBuilder(Machine machine)
{
    private const int SegmentOrder = IoTlb.SlotShift + 7 - XenPage.Shift;
    private const int MinBits = SegmentOrder + XenPage.Shift;
    private const int MaxBits = 32;
    private const int OutOfMemory = -12;

    private int _bits = MinBits;

    /// <summary>Makes the pool, halving it for as long as it cannot be had, down to one segment.</summary>
    /// <param name="slabs">The slots asked for; 0 = the default of 64 MiB.</param>
    /// <param name="pool">The pool, or null.</param>
    /// <returns>0, or the negative errno of the last refusal.</returns>
    internal int Build(ulong slabs, out BitmapPool? pool)
    {
        if (slabs > PoolOptions.MaxSlabs) throw new ArgumentException($"pool of {slabs} slots: at most {PoolOptions.MaxSlabs} expected");
        ulong slots = slabs == 0 ? IoTlb.DefaultSlots : slabs;
        int segments = (int)((slots + IoTlb.SegmentSlots - 1) / IoTlb.SegmentSlots);
        while (true)
        {
            int rc = TryBuild(segments, out pool);
            if (rc == 0 || segments == 1) return rc;
            int fewer = (segments + 1) / 2;
            machine.Log.Write(KernelLogLevel.Warning, $"bitmap-swiotlb: no pool of {segments} segments (rc:{rc}), trying {fewer}");
            segments = fewer;
        }
    }

    private int TryBuild(int segments, out BitmapPool? pool)
    {
        pool = null;
        if (!TryAllocate(segments, out Pfn start)) return OutOfMemory;
        var bus = new DmaAddr[segments];
        for (int i = 0; i < segments; i++)
        {
            int rc = Settle(Segment(start, i), out bus[i]);
            if (rc == 0) continue;
            Free(start, 0, segments);
            return rc;
        }

        pool = new BitmapPool(start.Address, bus);
        return 0;
    }

    private bool TryAllocate(int segments, out Pfn start)
    {
        int block = (int)BitOperations.RoundUpToPowerOf2((uint)segments);
        start = new Pfn(machine.Pages.Allocate(SegmentOrder + BitOperations.Log2((uint)block)));
        if (start.Value == XenPage.NoFrame) return false;
        Free(start, segments, block);
        return true;
    }

    private void Free(Pfn start, int from, int to)
    {
        for (int i = from; i < to; i++) machine.Pages.Free(Segment(start, i).Value, SegmentOrder);
    }

    /// <summary>Leaves a segment where it lies or has it exchanged, as low as can be: narrow devices are to reach it too. The width only
    /// grows, since low frames do not come back.</summary>
    private int Settle(Pfn first, out DmaAddr bus)
    {
        while (true)
        {
            BusRange range = BusRange.Behind(machine, first.Address, IoTlb.SegmentSize);
            bus = range.Start;
            if (LiesWell(range, first)) return 0;
            int rc = machine.Hypervisor.CreateContiguousRegion(first, SegmentOrder, _bits, out bus);
            if (rc == 0 || _bits == MaxBits) return rc;
            _bits++;
        }
    }

    private bool LiesWell(in BusRange range, Pfn first) =>
        range.IsWithin((1UL << _bits) - 1) && (range.Start.Value & (IoTlb.SegmentSize - 1)) == 0
        && Enumerable.Range(0, 1 << SegmentOrder).All(i => machine.P2M.IsOwned(first.Value + (ulong)i));

    private static Pfn Segment(Pfn start, int index) => new(start.Value + ((ulong)index << SegmentOrder));
}
