using System;
using XenDma.Bouncing;

namespace XenDma.Specs.Harness;

/// <summary>What an empty pool has room for, whatever slots an implementation picks.</summary>
internal static class PoolRoom
{
    /// <summary>Whether a buffer that must bounce has to fit into the pool while nothing is in it.</summary>
    internal static bool MustFit(RunFacts facts, Device device, PhysAddr phys, ulong size)
    {
        if (facts.Pool is not { } pool || facts.Run.Pool is not { } inspection || !pool.IsReachedBy(device)) return false;
        if (BusFacts.BusOf(facts.Run.Machine, phys) == DmaAddr.MappingError) return false;
        ulong kept = device.MinAlignMask & (IoTlb.SegmentSize - 1);
        ulong most = Math.Min(IoTlb.SegmentSize - AlignUp(kept, IoTlb.SlotSize), Math.Min(pool.Size, inspection.MaxMappingSize(device)));
        return size > 0 && size <= most && FitsBoundary(device, (phys.Value & kept & XenPage.OffsetMask) | (kept & ~XenPage.OffsetMask), size);
    }

    /// <summary>The next multiple of a power of two.</summary>
    internal static ulong AlignUp(ulong value, ulong multiple) => (value + multiple - 1) & ~(multiple - 1);

    /// <summary>Bits above a page may be kept of the guest's address or of the bus's: they count in full. Between the multiples of a boundary
    /// below a segment's half the pool has whole runs; above it a multiple may halve each segment, but none lies below 2^32, where the pool is.</summary>
    private static bool FitsBoundary(Device device, ulong offset, ulong size)
    {
        ulong mask = device.SegmentBoundaryMask;
        if (mask == 0 || mask >= uint.MaxValue) return true;
        ulong run = Math.Min(mask, (IoTlb.SegmentSize / 2) - 1) + 1;
        return (offset & mask & (run - 1)) + size <= run;
    }
}
