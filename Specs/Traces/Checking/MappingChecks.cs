using System;
using XenDma.Specs.Harness;

namespace XenDma.Specs.Traces.Checking;

/// <summary>The implementation's side of a streaming mapping: its bus address against frames, mask, boundary and pool.</summary>
internal sealed class MappingChecks(CheckState state)
{
    internal const string Straddling = "XD-STRAD-1", Mask = "XD-MASK-1", RoundTrip = "XD-TRANS-1", Direct = "XD-DIRECT-1", Bounced = "XD-BOUNCE-1", InPool = "XD-BOUNCE-2", Boundary = "XD-BOUND-1",
        Alignment = "XD-ALIGN-1", Errors = "XD-ERR-1", Arrival = "XD-CONT-1";

    private readonly SlotChecks _slots = new(state);
    private readonly FrameFacts _facts = new(state);

    /// <summary>Judges a mapping that was made, or failed.</summary>
    internal void Judge(TraceEvent map)
    {
        if (map.IsHalf || map.Phys is not { } phys || map.Size == 0 || (map.Attrs & Reading.AttributeNames.Mmio) != 0)
        {
            state.Report.NotJudged++;
            return;
        }

        if (map.Failed)
        {
            JudgeFailure(map, phys);
            return;
        }

        if (map.Dma is not { } dma)
        {
            state.Report.NotJudged++;
            return;
        }

        map.IsBounced ??= IsBounced(phys, dma);
        if (map.Mask is { } mask) JudgeMask(map, dma, mask);
        if (map.IsBounced == true)
        {
            JudgeBounce(map, phys);
            _slots.Judge(map, phys, dma);
        }
        else if (map.IsBounced == false)
        {
            JudgeDirect(map, phys, dma);
        }
        else
        {
            state.Report.NotJudged++;
        }
    }

    /// <summary>Whether a mapping bounced, where only its two addresses are told; null where that does not tell.</summary>
    private bool? IsBounced(ulong phys, ulong dma)
    {
        if (((phys ^ dma) & XenPage.OffsetMask) != 0) return true;
        if (!state.Frames.IsGiven && !state.IsNative) return null;
        if (state.Frames.BusOf(phys) == dma) return false;
        if (state.Options is not { PoolStart: { } start, PoolEnd: { } end }) return true;
        return state.Frames.PfnOf(dma >> XenPage.Shift) is { } pfn && pfn >= start >> XenPage.Shift && pfn < end >> XenPage.Shift;
    }

    private void JudgeMask(TraceEvent map, ulong dma, ulong mask)
    {
        state.Judge(Mask);
        if (BusFacts.EndsWithin(new DmaAddr(dma), map.Size, mask)) return;
        string? defect = map.Parent >= 0 && map.IsBounced == true ? nameof(Semantics.MapSgSkipsReachTest) : null;
        state.Violated(Mask, map, $"at or below the mask 0x{mask:x}", $"{map.Size} bytes at bus address 0x{dma:x}", defect);
    }

    private void JudgeDirect(TraceEvent map, ulong phys, ulong dma)
    {
        state.Judge(Bounced);
        if (state.Forces) state.Violated(Bounced, map, "the buffer bounced: bouncing is forced", $"a direct mapping to 0x{dma:x}");
        _facts.Hold(map, phys, dma, map.Size, RoundTrip, Straddling, "the buffer");
    }

    /// <summary>A bounce needs a reason: the mask, a break in the frames, or force.</summary>
    private void JudgeBounce(TraceEvent map, ulong phys)
    {
        ulong? bus = state.Frames.BusOf(phys);
        if (map.OriginalBus is { } told && told != ulong.MaxValue)
        {
            if (bus is { } known)
            {
                state.Judge(RoundTrip);
                if (known != told)
                    state.Violated(RoundTrip, map, $"guest address 0x{phys:x} at bus address 0x{known:x}{_facts.SourceOf(phys)}", $"0x{told:x} (swiotlb_bounced)", dependsOnFrames: true);
            }
            else
            {
                _facts.Learn(phys, told);
            }

            bus ??= told;
        }

        if (map.Force == true || state.Forces || map.Mask is not { } mask || bus is not { } original || original == ulong.MaxValue)
        {
            if (map.Force != true && !state.Forces) state.Report.NotJudged++;
            return;
        }

        if (!BusFacts.EndsWithin(new DmaAddr(original), map.Size, mask))
        {
            state.Judge(Direct);
            return;
        }

        if (_facts.IsConsecutive(phys, map.Size) is not { } consecutive)
        {
            state.Report.NotJudged++;
            return;
        }

        state.Judge(Direct);
        if (!consecutive || IsNearBoundary(map, original)) return;
        string? defect = RequiresAlignment(phys, original, map.Size) ? nameof(Semantics.StraddleAlignmentForced) : null;
        state.Violated(
            Direct, map, $"guest address 0x{phys:x} mapped directly to 0x{original:x}: within the mask 0x{mask:x}, consecutive, not forced",
            $"bounced to {TraceWords.Hex(map.Dma)}", defect, dependsOnFrames: true);
    }

    /// <summary>A buffer that crosses the device's boundary itself may be bounced.</summary>
    private static bool IsNearBoundary(TraceEvent map, ulong bus) =>
        map.Slots?.BoundaryMask is { } boundary and not 0 && BusFacts.Crosses(new DmaAddr(bus), map.Size, boundary);

    /// <summary>range_requires_alignment, Linux 6.12.0.</summary>
    private static bool RequiresAlignment(ulong phys, ulong bus, ulong size)
    {
        ulong block = XenPage.Size;
        while (block < size && block < 1UL << 40) block <<= 1;
        return phys % block == 0 && (bus & ~XenPage.OffsetMask) % block != 0;
    }

    private void JudgeFailure(TraceEvent map, ulong phys)
    {
        if (map.Mask is not { } mask)
        {
            state.Report.NotJudged++;
            return;
        }

        state.Judge(Errors);
        ulong? bus = state.Frames.BusOf(phys) ?? (map.OriginalBus is { } told && told != ulong.MaxValue ? told : null);
        bool forced = map.Force == true || state.Forces;
        if (!forced && bus is { } known && known != ulong.MaxValue && BusFacts.EndsWithin(new DmaAddr(known), map.Size, mask)
            && _facts.IsConsecutive(phys, map.Size) == true && !IsNearBoundary(map, known))
        {
            string? defect = RequiresAlignment(phys, known, map.Size) ? nameof(Semantics.StraddleAlignmentForced) : null;
            state.Violated(Errors, map, $"guest address 0x{phys:x} mapped directly to 0x{known:x}", "a failure", defect, dependsOnFrames: true);
        }
        else if (map.Slots is { GivenBack: true, Slot: { } slot } && state.Frames.BusOf(slot) is { } slotBus && BusFacts.EndsWithin(new DmaAddr(slotBus), map.Size, mask))
        {
            state.Violated(Errors, map, $"the slot at bus address 0x{slotBus:x}, within the mask 0x{mask:x}, used", "it given back, and a failure", dependsOnFrames: true);
        }
    }
}
