using System;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Specs.Harness;

/// <summary>A pool as the machine itself has it. Its frames stay, so it is looked at once.</summary>
/// <param name="Start">The guest address of its first byte.</param>
/// <param name="End">The guest address behind its last byte.</param>
/// <param name="Lowest">The lowest bus address of a segment.</param>
/// <param name="Highest">The highest bus address of a segment's last byte: segments lie in any order.</param>
/// <param name="Torn">A segment that is not consecutive on the bus, or null.</param>
public sealed record PoolFacts(PhysAddr Start, PhysAddr End, DmaAddr Lowest, DmaAddr Highest, PhysAddr? Torn)
{
    /// <summary>The pool's bytes.</summary>
    public ulong Size => End.Value - Start.Value;

    /// <summary>The bus address of its last byte.</summary>
    public DmaAddr Last { get; private init; }

    /// <summary>Whether a guest address lies in it.</summary>
    public bool Contains(PhysAddr phys) => phys.Value >= Start.Value && phys.Value < End.Value;

    /// <summary>Whether a device reaches all of it.</summary>
    public bool IsReachedBy(Device device) => BusFacts.Reaches(device, Lowest, 1) && BusFacts.Reaches(device, Highest, 1);

    /// <summary>Looks at a pool.</summary>
    internal static PoolFacts Of(Machine machine, PhysAddr start, PhysAddr end)
    {
        DmaAddr lowest = DmaAddr.MappingError, highest = default;
        PhysAddr? torn = null;
        for (PhysAddr at = start; at.Value < end.Value; at += IoTlb.SegmentSize)
        {
            ulong size = Math.Min(IoTlb.SegmentSize, end.Value - at.Value);
            DmaAddr first = BusFacts.BusOf(machine, at), last = BusFacts.BusOf(machine, at + (size - 1));
            if (first.Value < lowest.Value) lowest = first;
            if (last.Value > highest.Value) highest = last;
            if (!BusFacts.IsConsecutive(machine, at, size)) torn ??= at;
        }

        return new PoolFacts(start, end, lowest, highest, torn) { Last = end.Value > start.Value ? BusFacts.BusOf(machine, new PhysAddr(end.Value - 1)) : default };
    }
}
