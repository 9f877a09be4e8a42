using System;
using System.Numerics;

namespace XenDma.Bouncing;

public sealed partial class SlotPool
{
    private static readonly uint[] FallingCounts = CountDown();

    /// <summary>Takes a run of slots for a mapping (swiotlb_tbl_map_single, the search). Nothing is copied.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="slot">The guest address of the mapping's first byte in its slots.</param>
    /// <param name="cpu">The CPU that asks; its area is searched first.</param>
    /// <returns>false where no fitting run is free; then nothing has changed.</returns>
    /// <exception cref="KernelBugException">No bytes are asked for, or the boundary is no power of two.</exception>
    /// <exception cref="KernelHangException">The release's search would never end.</exception>
    internal bool TryTake(in SlotRequest request, out PhysAddr slot, int cpu = 0)
    {
        ulong offset = OffsetOf(request.Original, request.MinAlignMask);
        ulong size = unchecked(request.Size + offset);
        Walk walk = new(this, request, size);
        if (walk.Wanted == 0) throw new KernelBugException("a bounce slot was asked for no bytes");
        for (int turn = 0; turn < _areas.Length; turn++)
        {
            int area = (cpu + turn) & (_areas.Length - 1);
            if (!walk.Find(area, out ulong first)) continue;
            Take(area, first, walk.Wanted, request, (ushort)offset);
            ulong bytes = first << IoTlb.SlotShift;
            slot = Start + ((_semantics.SlotIndexTruncated ? (uint)bytes : bytes) + offset);
            return true;
        }

        slot = default;
        return false;
    }

    private void Take(int area, ulong first, ulong count, in SlotRequest request, ushort offset)
    {
        ulong original = request.Original, size = request.Size;
        for (ulong j = 0; j < count; j++)
        {
            if (_list[first + j] != 0 && first + j < Slots) _listedTaken++;
            _list[first + j] = 0;
            _original[first + j] = unchecked(original + (j << IoTlb.SlotShift));
            _allocSize[first + j] = unchecked(size - (j << IoTlb.SlotShift));
            _offset[first + j] = offset;
        }

        RecountBefore(first, 0);
        ref SlotArea taken = ref _areas[area];
        ulong next = first - ((ulong)area * AreaSlots) + count;
        taken.Index = next < AreaSlots ? next : 0;
        taken.Used += count;
    }

    /// <summary>Rewrites the lists of the free slots right before <paramref name="slot"/> within its segment, of which
    /// <paramref name="free"/> free ones follow: each counts one more than its neighbour, so they are a piece of one falling ramp.</summary>
    private void RecountBefore(ulong slot, uint free)
    {
        Span<uint> before = _list.AsSpan((int)(slot - (slot % IoTlb.SegmentSlots)), (int)(slot % IoTlb.SegmentSlots));
        Span<uint> run = before[(before.LastIndexOf(0u) + 1)..];
        int top = FallingCounts.Length - (int)free - run.Length;
        if (top >= 0) FallingCounts.AsSpan(top, run.Length).CopyTo(run);
        else for (int j = run.Length; j-- > 0;) run[j] = ++free;
    }

    /// <summary>The counts of two segments that are free as one, the most that follows a slot; a release of more than a mapping held counts higher.</summary>
    private static uint[] CountDown()
    {
        uint[] counts = new uint[2 * IoTlb.SegmentSlots];
        for (int i = 0; i < counts.Length; i++) counts[i] = (uint)(counts.Length - i);
        return counts;
    }

    /// <summary>One search: what is owed to the mapping, reckoned once, and the walk over an area's slots.</summary>
    private readonly ref struct Walk
    {
        private readonly SlotPool _pool;
        private readonly ulong _original;
        private readonly ulong _stride;
        private readonly ulong _boundaryBase;
        private readonly ulong _alignBase;
        private readonly ulong _matchedBits;
        private readonly ulong _zeroBits;
        private readonly ulong _boundarySlots;

        internal Walk(SlotPool pool, in SlotRequest request, ulong size)
        {
            Semantics semantics = pool._semantics;
            _pool = pool;
            _original = request.AlignOriginal;

            // The kernel keeps the number of slots in an int.
            Wanted = unchecked((uint)IoTlb.SlotsFor(size));
            ulong minAlign = semantics.MinAlignIgnored ? 0 : request.MinAlignMask;
            bool alignsToPage = size >= pool._pageSize && !semantics.PageAlignmentLost;
            ulong slotBits = IoTlb.SlotOffsetMask;
            if (semantics.AlignsPagesByMask && alignsToPage && (minAlign == 0 || semantics.AlignSearchFindsNothing)) slotBits |= pool._pageSize - 1;
            bool skips = request.Original == 0 && semantics.ZeroOriginalSkipsAlignment;
            _matchedBits = minAlign & ~IoTlb.SlotOffsetMask;
            _stride = (Math.Max(slotBits, _matchedBits) >> IoTlb.SlotShift) + 1;
            _zeroBits = slotBits;
            if (!semantics.AlignsPagesByMask)
            {
                _zeroBits = 0;
                _stride = (_matchedBits >> IoTlb.SlotShift) + 1;
                if (alignsToPage) _stride = Math.Max(_stride, _stride * pool._slotsPerPage);
            }

            if (skips) _matchedBits = 0;
            ulong boundary = request.BoundaryMask != 0 ? request.BoundaryMask : semantics.DefaultBoundary4G ? uint.MaxValue : ulong.MaxValue;
            _boundarySlots = (boundary >> IoTlb.SlotShift) + 1;
            _boundaryBase = request.BoundaryBase & boundary;
            _alignBase = semantics.MinAlignOnGuestAddress ? request.AlignBase & boundary : request.AlignBase;
        }

        /// <summary>The slots of the run.</summary>
        internal ulong Wanted { get; }

        internal bool Find(int area, out ulong slot)
        {
            ref SlotArea searched = ref _pool._areas[area];
            ulong size = _pool.AreaSlots, first = (ulong)area * size;
            bool counts = !_pool._semantics.EndlessSlotSearch;
            slot = 0;
            if (_pool._semantics.SearchAsksFreeCount && Wanted > unchecked(size - searched.Used)) return false;
            ulong start = _pool._semantics.SearchBeginsAtIndex ? searched.Index : BitMath.AlignUp(searched.Index, _stride);
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
            ulong address = unchecked(_alignBase + (slot << IoTlb.SlotShift));
            return (address & _zeroBits) == 0 && ((address ^ _original) & _matchedBits) == 0;
        }

        /// <summary>iommu_is_span_boundary.</summary>
        private bool Spans(ulong slot)
        {
            if (!BitOperations.IsPow2(_boundarySlots))
                throw new KernelBugException($"the segment boundary of {_boundarySlots} slots is no power of two");
            return ((IoTlb.SlotsFor(_boundaryBase) + slot) & (_boundarySlots - 1)) + Wanted > _boundarySlots;
        }
    }
}
