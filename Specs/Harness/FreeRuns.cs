using System.Collections;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Harness;

/// <summary>Where the pool has room between live mappings. What no kernel and no other implementation could object to counts: a run within a
/// whole segment, that begins at a page or where the device's bits are kept, with the slots free that would pad it, within the boundary.</summary>
internal static class FreeRuns
{
    /// <summary>A slot at which a buffer that must bounce has to fit; null where an implementation may find none, or where it holds slots that are
    /// not under its mappings.</summary>
    internal static ulong? Place(RunFacts facts, Device device, PhysAddr phys, ulong size)
    {
        if (facts.Pool is not { Torn: null } pool || facts.Run.Pool is not { } inspection || !pool.IsReachedBy(device)) return null;
        DmaAddr original = BusFacts.BusOf(facts.Run.Machine, phys);
        if (size == 0 || size > inspection.MaxMappingSize(device) || original == DmaAddr.MappingError) return null;
        if (Taken(facts, pool) is not { } taken) return null;

        // Above a page the bits of the guest's address or those of the bus's may be kept.
        ulong kept = facts.Release is { MinAlignIgnored: true } ? 0 : device.MinAlignMask & (IoTlb.SegmentSize - 1);
        if (kept >= IoTlb.SlotSize && facts.Release is { AlignsPagesByMask: false }) return null; // Its stride is the product of both and passes runs over.
        ulong bits = (kept | (facts.Run.Machine.PageSize - 1)) & ~IoTlb.SlotOffsetMask;
        ulong boundary = device.SegmentBoundaryMask == 0 ? ulong.MaxValue : device.SegmentBoundaryMask;
        ulong? onBus = Place(facts.Run.Machine, pool, taken, new Demand(original.Value & kept, bits, size, boundary));
        return onBus is null || ((original.Value ^ phys.Value) & kept) == 0 ? onBus
            : Place(facts.Run.Machine, pool, taken, new Demand(phys.Value & kept, bits, size, boundary));
    }

    private static ulong? Place(Machine machine, PoolFacts pool, BitArray taken, Demand demand)
    {
        for (ulong segment = 0; segment + IoTlb.SegmentSlots <= (ulong)taken.Count; segment += IoTlb.SegmentSlots)
        {
            PhysAddr start = pool.Start + (segment << IoTlb.SlotShift);
            DmaAddr bus = BusFacts.BusOf(machine, start);
            for (ulong slot = demand.Padding; slot + demand.Slots <= IoTlb.SegmentSlots; slot++)
            {
                ulong bytes = slot << IoTlb.SlotShift;
                if (demand.AllowsAt(start.Value + bytes) && demand.AllowsAt(bus.Value + bytes)
                    && AreFree(taken, segment + slot - demand.Padding, demand.Padding + demand.Slots))
                    return segment + slot;
            }
        }

        return null;
    }

    /// <summary>The slots under live mappings, or null where these are not all that are in use.</summary>
    private static BitArray? Taken(RunFacts facts, PoolFacts pool)
    {
        if (facts.Live.BouncedSlots != facts.HeldBefore.SlotsInUse) return null;
        var taken = new BitArray((int)(pool.Size >> IoTlb.SlotShift));
        foreach (Mapping mapping in facts.Live.Bounced)
        {
            if (!facts.Run.Machine.TryReach(mapping.Dma, out PhysAddr at) || !pool.Contains(at) || mapping.Size > pool.End.Value - at.Value) return null;
            ulong last = (at.Value + mapping.Size - 1 - pool.Start.Value) >> IoTlb.SlotShift;
            for (ulong slot = (at.Value - pool.Start.Value) >> IoTlb.SlotShift; slot <= last; slot++) taken[(int)slot] = true;
        }

        return taken;
    }

    /// <summary>What a mapping asks of its slots.</summary>
    /// <param name="Wanted">The address bits that are kept.</param>
    /// <param name="Bits">Those above a slot that count, whether they are kept or a page's.</param>
    /// <param name="Size">The bytes.</param>
    /// <param name="Boundary">The boundary that the slots must not cross, minus one.</param>
    private readonly record struct Demand(ulong Wanted, ulong Bits, ulong Size, ulong Boundary)
    {
        internal ulong Slots => IoTlb.SlotsFor(Size + (Wanted & IoTlb.SlotOffsetMask));

        /// <summary>The slots before them that some implementations take as well.</summary>
        internal ulong Padding => Wanted >> IoTlb.SlotShift;

        internal bool AllowsAt(ulong address) => ((address ^ Wanted) & Bits) == 0 && !BusFacts.Crosses(new DmaAddr(address), Slots << IoTlb.SlotShift, Boundary);
    }

    private static bool AreFree(BitArray taken, ulong first, ulong count)
    {
        for (ulong slot = first; slot < first + count; slot++)
        {
            if (taken[(int)slot]) return false;
        }

        return true;
    }
}
