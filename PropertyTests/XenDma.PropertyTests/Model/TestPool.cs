using System;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.ModelTests;

/// <summary>A slot pool alone, without the ops: what the search and the release do with the tables.</summary>
internal sealed class TestPool : IDisposable
{
    internal const long Full = -1;

    private readonly Machine _machine;
    private readonly ulong _boundaryBase;

    internal TestPool(string release, ulong slots, ulong boundaryBase = 0x10000000, ulong start = 0x40000000, int areas = 1)
        : this(TestGuest.Release(release), slots, boundaryBase, start, areas)
    {
    }

    internal TestPool(Semantics semantics, ulong slots, ulong boundaryBase = 0x10000000, ulong start = 0x40000000, int areas = 1)
    {
        _machine = new Machine(new MachineLayout { FrameCount = 1 });
        _boundaryBase = boundaryBase;
        Slots = new SlotPool(_machine, semantics, new PhysAddr(start), slots, areas);
    }

    internal SlotPool Slots { get; }

    internal ulong Index => PoolTables.Index(Slots);

    /// <summary>The address that the last successful <see cref="Map"/> gave.</summary>
    internal ulong Address { get; private set; }

    /// <summary>The number of the first slot taken, or <see cref="Full"/>.</summary>
    internal long Map(ulong size, ulong original = 0x5000, ulong minAlign = 0, ulong boundary = 0, int cpu = 0)
    {
        var request = new SlotRequest(original, size, minAlign, boundary, _boundaryBase);
        if (!Slots.TryTake(request, out PhysAddr address, cpu)) return Full;
        Address = address.Value;
        return (long)((address.Value - Slots.Start.Value) >> IoTlb.SlotShift);
    }

    /// <summary>Releases what begins <paramref name="offset"/> bytes into a slot.</summary>
    internal void Unmap(long slot, ulong size, ulong minAlign = 0, ulong offset = 0) =>
        Slots.Release(Slots.Start + (((ulong)slot << IoTlb.SlotShift) + offset), size, minAlign);

    /// <summary>A part of the free-run table.</summary>
    internal uint[] List(int first, int count) => PoolTables.List(Slots).Skip(first).Take(count).ToArray();

    internal string Snapshot() => PoolTables.Snapshot(Slots);

    public void Dispose() => _machine.Dispose();
}
