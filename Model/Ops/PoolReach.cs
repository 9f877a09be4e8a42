using System;
using XenDma.Bouncing;
using XenDma.Translation;

namespace XenDma;

/// <summary>Where a pool lies on the bus: its first byte, its last, and the highest of all, for its segments lie in any order.</summary>
internal readonly struct PoolReach
{
    internal PoolReach(BusTranslation translation, SlotPool? pool)
    {
        Base = Last = Highest = DmaAddr.MappingError;
        if (pool is null) return;
        Base = translation.PhysToBus(pool.Start);
        Last = Highest = translation.PhysToBus(new PhysAddr(pool.End.Value - 1));
        for (ulong end = pool.Start.Value + IoTlb.SegmentSize; end < pool.End.Value; end += IoTlb.SegmentSize)
            Highest = new DmaAddr(Math.Max(Highest.Value, translation.PhysToBus(new PhysAddr(end - 1)).Value));
        if (translation is ArmDom0Translation && translation.Semantics.ReusedPoolHasNoBusBase) Base = default;
    }

    internal DmaAddr Base { get; }

    internal DmaAddr Last { get; }

    internal DmaAddr Highest { get; }
}
