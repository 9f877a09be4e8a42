using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using XenDma.Bouncing;

namespace XenDma.Samples;

/// <summary>The bounce pool: a bitmap a segment, and a record of every live mapping under its first slot.</summary>
/// <remarks>A bus address is found by the segment that it lies in, not through the hypervisor's reverse table; so another domain's address
/// that looks like a guest address of the pool is never taken for one of the pool's.</remarks>
internal sealed class BitmapPool
{
    private const int SegmentShift = IoTlb.SlotShift + 7;
    private const ulong SegmentMask = IoTlb.SegmentSize - 1;

    private readonly Lock _lock = new();
    private readonly DmaAddr[] _bus;
    private readonly int[] _highestFirst;
    private readonly SegmentBitmap[] _bitmaps;
    private readonly Dictionary<ulong, int> _segmentOnBus;
    private readonly Dictionary<int, BounceRecord> _records = [];

    /// <summary>A pool with all slots free.</summary>
    /// <param name="start">The guest address of its first byte, aligned to a segment.</param>
    /// <param name="bus">The bus address of each segment, aligned to a segment.</param>
    internal BitmapPool(PhysAddr start, DmaAddr[] bus)
    {
        if ((start.Value & SegmentMask) != 0 || bus.Any(static address => (address.Value & SegmentMask) != 0))
            throw new ArgumentException($"pool at guest address {start}, bus {string.Join(' ', bus)}: aligned to 0x{IoTlb.SegmentSize:x} expected");
        Start = start;
        _bus = bus;
        _highestFirst = [.. Enumerable.Range(0, bus.Length).OrderByDescending(segment => bus[segment].Value)];
        _bitmaps = new SegmentBitmap[bus.Length];
        Array.Fill(_bitmaps, new SegmentBitmap());
        _segmentOnBus = Enumerable.Range(0, bus.Length).ToDictionary(segment => bus[segment].Value >> SegmentShift);
    }

    internal PhysAddr Start { get; }

    internal PhysAddr End => Start + (Slots << IoTlb.SlotShift);

    internal ulong Slots => (ulong)_bus.Length * IoTlb.SegmentSlots;

    internal ulong SlotsInUse
    {
        get
        {
            lock (_lock) return (ulong)_bitmaps.Sum(static bitmap => (long)bitmap.Taken);
        }
    }

    internal bool IsReachable(ulong mask) => _bus.All(segment => Reaches(mask, segment));

    internal bool IsReachableInPart(ulong mask) => _bus.Any(segment => Reaches(mask, segment));

    /// <summary>Takes slots in the highest segment that the device reaches and that has room: the low ones are left to narrow devices.</summary>
    /// <returns>false where no segment has; then nothing has changed.</returns>
    internal bool TryTake(in SlotDemand demand, ulong mask, DmaDirection direction, out BounceRecord record)
    {
        record = default;
        if (demand.Places == UInt128.Zero) return false;
        lock (_lock)
        {
            foreach (int segment in _highestFirst)
            {
                if (!Reaches(mask, _bus[segment]) || !_bitmaps[segment].TryTake(demand.Slots, demand.Places, out int first)) continue;
                record = Record(demand, segment, first, direction);
                _records.Add(record.FirstSlot, record);
                return true;
            }
        }

        return false;
    }

    /// <summary>The live mapping that a bus address lies in.</summary>
    /// <returns>false for any other address: a direct mapping's, a free slot's, the unused rest of a taken one.</returns>
    internal bool TryFind(DmaAddr address, out BounceRecord record)
    {
        record = default;
        if (!_segmentOnBus.TryGetValue(address.Value >> SegmentShift, out int segment)) return false;
        int slot = (int)((address.Value & SegmentMask) >> IoTlb.SlotShift);
        lock (_lock)
        {
            return _bitmaps[segment].TryFindHead(slot, out int head)
                && _records.TryGetValue(SlotOfPool(segment, head), out record) && record.Covers(address);
        }
    }

    internal void Release(in BounceRecord record)
    {
        (int segment, int first) = Math.DivRem(record.FirstSlot, (int)IoTlb.SegmentSlots);
        lock (_lock)
        {
            _bitmaps[segment].Release(first, record.Slots);
            _records.Remove(record.FirstSlot);
        }
    }

    /// <summary>Whether a device reaches a segment as a whole; one that the mask cuts through is left out.</summary>
    private static bool Reaches(ulong mask, DmaAddr segment) => segment.Value <= mask && SegmentMask <= mask - segment.Value;

    private static int SlotOfPool(int segment, int slot) => (segment * (int)IoTlb.SegmentSlots) + slot;

    private BounceRecord Record(in SlotDemand demand, int segment, int first, DmaDirection direction)
    {
        ulong into = ((ulong)first << IoTlb.SlotShift) + demand.Offset;
        PhysAddr phys = Start + ((ulong)segment << SegmentShift) + into;
        DmaAddr bus = _bus[segment] + into;
        return new BounceRecord(SlotOfPool(segment, first), demand.Slots, phys, bus, demand.Original, demand.Size, direction);
    }
}
