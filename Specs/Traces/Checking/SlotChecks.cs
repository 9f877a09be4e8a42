using XenDma.Bouncing;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Checking;

/// <summary>The slots of a bounced mapping: inside the pool, consecutive on the bus, within the boundary, the kept bits kept.</summary>
internal sealed class SlotChecks(CheckState state)
{
    private readonly FrameFacts _facts = new(state);

    internal void Judge(TraceEvent map, ulong phys, ulong dma)
    {
        ulong? slot = map.Slots?.Slot;
        if (slot is { } told) JudgePlace(map, told, dma);
        else if (map.Slots is null && state.Frames.IsGiven) slot = FindSlot(map, dma);
        JudgeBoundary(map, dma, slot);
        JudgeBits(map, phys, dma, slot);
        if (map.Slots is { Slot: not null } slots) JudgeCopy(map, slots);
    }

    private void JudgePlace(TraceEvent map, ulong slot, ulong dma)
    {
        _facts.Hold(map, slot, dma, map.Size, MappingChecks.RoundTrip, MappingChecks.Straddling, "the slot");
        JudgePool(map, slot);
    }

    private void JudgePool(TraceEvent map, ulong slot)
    {
        if (state.Options is not { PoolStart: { } start, PoolEnd: { } end }) return;
        state.Judge(MappingChecks.InPool);
        if (slot >= start && slot < end && map.Size <= end - slot) return;
        state.Violated(MappingChecks.InPool, map, $"slots inside the pool, 0x{start:x}..0x{end:x}", $"{map.Size} bytes at guest address 0x{slot:x}", dependsOnFrames: map.Slots is null);
    }

    /// <summary>The guest address of the slots, where the trace tells their bus address only.</summary>
    private ulong? FindSlot(TraceEvent map, ulong dma)
    {
        state.Judge(MappingChecks.RoundTrip);
        if (state.Frames.PfnOf(dma >> XenPage.Shift) is not { } pfn || pfn == XenPage.NoFrame)
        {
            state.Violated(MappingChecks.RoundTrip, map, "a bus address of this guest's memory", $"0x{dma:x}, which is no frame of it", dependsOnFrames: true);
            return null;
        }

        ulong slot = XenPage.ToAddress(pfn) | (dma & XenPage.OffsetMask);
        _facts.Hold(map, slot, dma, map.Size, MappingChecks.RoundTrip, MappingChecks.Straddling, "the slot");
        JudgePool(map, slot);
        return slot;
    }

    private void JudgeBoundary(TraceEvent map, ulong dma, ulong? slot)
    {
        if (map.Slots?.BoundaryMask is not { } boundary || boundary is 0 or ulong.MaxValue) return;
        state.Judge(MappingChecks.Boundary);
        if (!BusFacts.Crosses(new DmaAddr(dma), map.Size, boundary)) return;
        bool crossesInGuest = slot is not { } guest || BusFacts.Crosses(new DmaAddr(guest), map.Size, boundary);
        state.Violated(
            MappingChecks.Boundary, map, $"within a boundary of 0x{boundary:x} on the bus", $"{map.Size} bytes at bus address 0x{dma:x}, slot at guest address {TraceWords.Hex(slot)}",
            crossesInGuest ? null : nameof(Semantics.BoundaryTestOnGuestAddress));
    }

    /// <summary>The bits up to 4 KiB are the same in guest and bus addresses; the contract keeps those above on the bus, where the device sees them.</summary>
    private void JudgeBits(TraceEvent map, ulong phys, ulong dma, ulong? slot)
    {
        if (map.Slots?.MinAlignMask is not { } mask || mask == 0) return;
        state.Judge(MappingChecks.Alignment);
        ulong low = mask & XenPage.OffsetMask;
        if (((phys ^ dma) & low) != 0)
        {
            state.Violated(
                MappingChecks.Alignment, map, $"the address bits 0x{low:x} of guest address 0x{phys:x}", $"bus address 0x{dma:x}",
                (dma & IoTlb.SlotOffsetMask) == 0 ? nameof(Semantics.MinAlignIgnored) : null);
            return;
        }

        if ((mask & ~XenPage.OffsetMask) == 0 || (state.Frames.BusOf(phys) ?? map.OriginalBus) is not { } bus || bus == ulong.MaxValue || ((bus ^ dma) & mask) == 0) return;
        bool keptInGuest = slot is { } guest && ((guest ^ phys) & mask) == 0;
        state.Violated(
            MappingChecks.Alignment, map, $"the address bits 0x{mask:x} of bus address 0x{bus:x}", $"bus address 0x{dma:x}, slot at guest address {TraceWords.Hex(slot)}",
            keptInGuest ? nameof(Semantics.MinAlignOnGuestAddress) : null);
    }

    /// <summary>What goes to the device is copied into the slots before the map returns.</summary>
    private void JudgeCopy(TraceEvent map, SlotCall slots)
    {
        bool owed = map.Direction is DmaDirection.ToDevice or DmaDirection.Bidirectional && (map.Attrs & (ulong)DmaAttrs.SkipCpuSync) == 0;
        if (!owed) return;
        if (slots.Copies is not { Count: > 0 })
        {
            string? reason = state.Options.ProbeMisses > 0 ? $"{state.Options.ProbeMisses} events were missed by the probes" : null;
            if (reason is null) state.Report.NotJudged++;
            else state.Undecided(MappingChecks.Arrival, map, $"{map.Size} bytes copied into the slots", "no copy", reason);
            return;
        }

        state.Judge(MappingChecks.Arrival);
        BounceCopy copy = slots.Copies[0];
        if (copy.Slot != slots.Slot || copy.Size < map.Size || !copy.ToDevice)
            state.Violated(MappingChecks.Arrival, map, $"{map.Size} bytes copied into the slot at 0x{slots.Slot:x}", $"{copy.Size} bytes {(copy.ToDevice ? "into" : "out of")} 0x{copy.Slot:x}");
    }
}
