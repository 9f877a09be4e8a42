using System;
using XenDma.Machines;

namespace XenDma.Bouncing;

/// <summary>The slot pool: which slots are free, and which guest bytes each taken slot mirrors. Bookkeeping and copies only; it knows no bus.</summary>
/// <remarks>kernel/dma/swiotlb.c. <c>list[i]</c> is 0 for a taken slot, else the free slots from i to the end of the free run within its
/// segment. Costs 22 bytes a slot.</remarks>
public sealed partial class SlotPool
{
    private const ulong NoOriginal = ulong.MaxValue;

    private readonly GuestMemory _memory;
    private readonly KernelLog _log;
    private readonly Semantics _semantics;
    private readonly ulong _slotsPerPage;
    private readonly ulong _pageSize;
    private readonly uint[] _list;
    private readonly ulong[] _original;
    private readonly ulong[] _allocSize;
    private readonly ushort[] _offset;
    private readonly SlotArea[] _areas;

    // The slots of the pool that the list has as taken, counted along, since who looks at every step should not count the pool.
    private ulong _listedTaken;

    internal SlotPool(Machine machine, Semantics semantics, PhysAddr start, ulong slots, int areas = 1)
    {
        _memory = machine.Memory;
        _log = machine.Log;
        _semantics = semantics;
        _pageSize = machine.PageSize;
        _slotsPerPage = machine.PageSize >> IoTlb.SlotShift;
        Start = start;
        Slots = slots;
        AreaSlots = slots / (ulong)areas;
        _areas = new SlotArea[areas];

        // A pool that halving left with part of a segment lists that segment as if it were whole, so runs reach behind the pool.
        ulong listed = semantics.ListBeyondPoolEnd ? BitMath.AlignUp(slots, IoTlb.SegmentSlots) : slots;
        _list = new uint[listed];
        _original = new ulong[listed];
        _allocSize = new ulong[listed];
        _offset = new ushort[listed];
        for (ulong i = 0; i < listed; i++) _list[i] = (uint)Math.Min(IoTlb.SegmentSlots - (i % IoTlb.SegmentSlots), listed - i);
        Array.Fill(_original, NoOriginal);
    }

    /// <summary>The guest address of the pool's first byte.</summary>
    public PhysAddr Start { get; }

    /// <summary>The guest address behind the pool's last byte.</summary>
    public PhysAddr End => Start + (Slots << IoTlb.SlotShift);

    /// <summary>The number of slots.</summary>
    public ulong Slots { get; }

    /// <summary>The slots of an area, the part of the pool that one CPU searches first.</summary>
    public ulong AreaSlots { get; }

    /// <summary>The slots that live mappings hold: by the counters where the release has them, else by the lists.</summary>
    public ulong SlotsInUse
    {
        get
        {
            if (!_semantics.SearchAsksFreeCount) return _listedTaken;
            ulong used = 0;
            foreach (SlotArea area in _areas) used = unchecked(used + area.Used);
            return used;
        }
    }

    /// <summary>Whether a guest address lies in the pool (is_swiotlb_buffer).</summary>
    public bool Contains(PhysAddr address) => unchecked(address.Value - Start.Value) < Slots << IoTlb.SlotShift;

    private static ulong ToSlot(ulong bytesIntoPool) => bytesIntoPool >> IoTlb.SlotShift;

    /// <summary>The bytes before a mapping in its first slot, which keep the original's address bits.</summary>
    private ulong OffsetOf(ulong address, ulong minAlignMask) =>
        _semantics.MinAlignIgnored ? 0 : address & minAlignMask & IoTlb.SlotOffsetMask;

    private struct SlotArea
    {
        /// <summary>Where the next search begins, relative to the area's first slot.</summary>
        internal ulong Index;

        /// <summary>The slots taken.</summary>
        internal ulong Used;
    }
}
