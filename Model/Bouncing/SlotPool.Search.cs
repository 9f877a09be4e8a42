using System;
using System.Numerics;

namespace XenDma.Bouncing;

public sealed partial class SlotPool
{
    /// <summary>Takes a run of slots for a mapping (swiotlb_tbl_map_single, the search). Nothing is copied.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="slot">The guest address of the mapping's first byte in its slots.</param>
    /// <param name="cpu">The CPU that asks; its area is searched first.</param>
    /// <returns>false where no fitting run is free; then nothing has changed.</returns>
    /// <exception cref="KernelBugException">No bytes are asked for, or the boundary is no power of two.</exception>
    /// <exception cref="KernelHangException">The release's search would never end.</exception>
    internal bool TryTake(in SlotRequest request, out PhysAddr slot, int cpu = 0)
    {
        ulong offset = OffsetOf(new PhysAddr(request.Original), request.MinAlignMask);
        ulong size = unchecked(request.Size + offset);
        Walk walk = new(this, request, size);
        if (walk.Wanted == 0) throw new KernelBugException("a bounce slot was asked for no bytes");
        for (int turn = 0; turn < _areas.Length; turn++)
        {
            int area = (cpu + turn) & (_areas.Length - 1);
            if (!walk.Find(area, out ulong first)) continue;
            Take(area, first, walk.Wanted, request.Original, request.Size);
            slot = Start + ((first << IoTlb.SlotShift) + offset);
            return true;
        }

        slot = default;
        return false;
    }

    private void Take(int area, ulong first, ulong count, ulong original, ulong size)
    {
        for (ulong j = 0; j < count; j++)
        {
            _list[first + j] = 0;
            _original[first + j] = unchecked(original + (j << IoTlb.SlotShift));
            _allocSize[first + j] = unchecked(size - (j << IoTlb.SlotShift));
        }

        RecountBefore(first, 0);
        ref SlotArea taken = ref _areas[area];
        ulong next = first - ((ulong)area * AreaSlots) + count;
        taken.Index = next < AreaSlots ? next : 0;
        taken.Used += count;
    }

    /// <summary>Rewrites the lists of the free slots before <paramref name="slot"/> within its segment.</summary>
    private void RecountBefore(ulong slot, uint free)
    {
        for (ulong j = slot; j % IoTlb.SegmentSlots != 0 && _list[j - 1] != 0; j--) _list[j - 1] = ++free;
    }

    /// <summary>One search: what is owed to the mapping, reckoned once, and the walk over an area's slots.</summary>
    private readonly ref struct Walk
    {
        private readonly SlotPool _pool;
        private readonly ulong _original;
        private readonly ulong _stride;
        private readonly ulong _base;
        private readonly ulong _keptBits;
        private readonly ulong _zeroBits;
        private readonly ulong _boundarySlots;

        internal Walk(SlotPool pool, in SlotRequest request, ulong size)
        {
            Semantics semantics = pool._semantics;
            _pool = pool;
            _original = request.Original;

            // The kernel keeps the number of slots in an int.
            Wanted = unchecked((uint)IoTlb.SlotsFor(size));
            ulong minAlign = semantics.KeepsMinAlignMask ? request.MinAlignMask : 0;
            bool alignsToPage = size >= pool._pageSize;
            ulong slotBits = IoTlb.SlotOffsetMask;
            if (semantics.AlignsPagesByMask && minAlign == 0 && alignsToPage) slotBits |= pool._pageSize - 1;
            _keptBits = minAlign & ~slotBits;
            _zeroBits = semantics.AlignsPagesByMask ? slotBits : 0;
            _stride = (Math.Max(slotBits, _keptBits) >> IoTlb.SlotShift) + 1;
            if (!semantics.AlignsPagesByMask)
            {
                _stride = (_keptBits >> IoTlb.SlotShift) + 1;
                if (alignsToPage) _stride = Math.Max(_stride, _stride * pool._slotsPerPage);
            }

            ulong boundary = request.BoundaryMask != 0 ? request.BoundaryMask : semantics.DefaultBoundary;
            _boundarySlots = (boundary >> IoTlb.SlotShift) + 1;
            _base = request.BoundaryBase & boundary;
        }

        /// <summary>The slots of the run.</summary>
        internal ulong Wanted { get; }

        internal bool Find(int area, out ulong slot)
        {
            ref SlotArea searched = ref _pool._areas[area];
            ulong size = _pool.AreaSlots, first = (ulong)area * size;
            bool counts = _pool._semantics.SearchCountsCandidates;
            slot = 0;
            if (_pool._semantics.SearchAsksFreeCount && Wanted > unchecked(size - searched.Used)) return false;
            ulong start = counts ? searched.Index : BitMath.AlignUp(searched.Index, _stride);
            if (start >= size) start = 0;
            ulong at = start;
            for (ulong tried = 0, seen = 0; !counts || seen < size; tried++)
            {
                // The walk's only state is where it stands: after more steps than slots it goes round a circle without its start.
                if (tried > size) throw new KernelHangException("the slot search never meets its start again, and no run that fits is free");
                slot = first + at;
                bool aligned = IsAligned(slot);
                if (aligned && !Spans(slot) && _pool._list[slot] >= Wanted) return true;
                ulong step = aligned ? _stride : 1;
                at = at + step < size ? at + step : 0;
                seen += step;
                if (!counts && at == start) return false;
            }

            return false;
        }

        private bool IsAligned(ulong slot)
        {
            ulong address = unchecked(_base + (slot << IoTlb.SlotShift));
            return (address & _zeroBits) == 0 && (_original == 0 || ((address ^ _original) & _keptBits) == 0);
        }

        /// <summary>iommu_is_span_boundary.</summary>
        private bool Spans(ulong slot)
        {
            if (!BitOperations.IsPow2(_boundarySlots))
                throw new KernelBugException($"the segment boundary of {_boundarySlots} slots is no power of two");
            return ((IoTlb.SlotsFor(_base) + slot) & (_boundarySlots - 1)) + Wanted > _boundarySlots;
        }
    }
}
