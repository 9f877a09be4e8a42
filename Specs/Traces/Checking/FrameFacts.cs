using System;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What the P2M says of addresses, given or inferred: each direct mapping is evidence, and a contradiction is a finding.</summary>
internal sealed class FrameFacts(CheckState state)
{
    /// <summary>The most frames of one buffer that are looked at.</summary>
    private const ulong MaxFrames = 1 << 14;

    /// <summary>Whether a buffer lies on consecutive machine frames; null where some are not known.</summary>
    internal bool? IsConsecutive(ulong phys, ulong size) => state.Frames.IsConsecutive(phys, size);

    /// <summary>Holds a range of guest addresses against the bus addresses that it was given; learns what is not known.</summary>
    /// <param name="at">The event.</param>
    /// <param name="phys">The guest address.</param>
    /// <param name="dma">The bus address.</param>
    /// <param name="size">The bytes.</param>
    /// <param name="roundTrip">The check of the first frame.</param>
    /// <param name="straddling">The check of those behind it.</param>
    /// <param name="what">What lies there.</param>
    internal void Hold(TraceEvent at, ulong phys, ulong dma, ulong size, string roundTrip, string straddling, string what)
    {
        ulong pfn = phys >> XenPage.Shift, mfn = dma >> XenPage.Shift, frames = FramesOf(phys, size);
        if (((phys ^ dma) & XenPage.OffsetMask) != 0)
        {
            state.Judge(roundTrip);
            state.Violated(roundTrip, at, $"the offset into the frame of guest address 0x{phys:x}", $"bus address 0x{dma:x}");
            return;
        }

        if (state.Frames.MfnOf(pfn) is { } known)
        {
            state.Judge(roundTrip);
            if (known != mfn)
            {
                string? defect = known == XenPage.NoFrame ? nameof(Semantics.MissingFrameMapsDirect) : null;
                string owed = known == XenPage.NoFrame ? "no machine frame" : $"bus address 0x{XenPage.ToAddress(known) | (phys & XenPage.OffsetMask):x}";
                state.Violated(roundTrip, at, $"{what} at guest address 0x{phys:x} at {owed}{SourceOf(phys)}", $"bus address 0x{dma:x}", defect, dependsOnFrames: true);
                if (state.HidesExchanges(at)) Relearn(pfn, mfn, frames);
                return;
            }
        }
        else if (!LearnFrame(at, pfn, mfn, roundTrip))
        {
            return;
        }

        if (frames > 1) HoldRest(at, pfn, mfn, frames, straddling, what);
    }

    /// <summary>Takes over what an event tells of a frame.</summary>
    internal void Learn(ulong phys, ulong bus) => state.Frames.Set(phys >> XenPage.Shift, bus >> XenPage.Shift);

    /// <summary>Where a frame's number comes from, for messages.</summary>
    internal string SourceOf(ulong phys) => state.Frames.IsIdentity ? "" : state.Frames.IsGiven ? " (P2M)" : $" (as earlier events show of guest frame 0x{phys >> XenPage.Shift:x})";

    private static ulong FramesOf(ulong phys, ulong size) => Math.Min(((phys & XenPage.OffsetMask) + size + XenPage.OffsetMask) >> XenPage.Shift, MaxFrames);

    private void HoldRest(TraceEvent at, ulong pfn, ulong mfn, ulong frames, string straddling, string what)
    {
        state.Judge(straddling);
        for (ulong i = 1; i < frames; i++)
        {
            if (state.Frames.MfnOf(pfn + i) is not { } known)
            {
                if (!LearnFrame(at, pfn + i, mfn + i, straddling)) return;
            }
            else if (known != unchecked(mfn + i))
            {
                string there = known == XenPage.NoFrame ? "none" : $"0x{known:x}";
                state.Violated(
                    straddling, at, $"{what} on consecutive machine frames from 0x{mfn:x} on", $"a break: guest frame 0x{pfn + i:x} has {there}{SourceOf(XenPage.ToAddress(pfn + i))}",
                    dependsOnFrames: true);
                if (state.HidesExchanges(at)) Relearn(pfn, mfn, frames);
                return;
            }
        }
    }

    /// <summary>A frame that is not known yet; its machine frame must not be another's.</summary>
    private bool LearnFrame(TraceEvent at, ulong pfn, ulong mfn, string check)
    {
        if (state.Frames.PfnOf(mfn) is { } other && other != pfn && other != XenPage.NoFrame)
        {
            state.Judge(check);
            state.Violated(
                check, at, $"guest frame 0x{pfn:x} on a machine frame of its own", $"0x{mfn:x}, which guest frame 0x{other:x} has as earlier events show", dependsOnFrames: true);
            return false;
        }

        state.Frames.Set(pfn, mfn);
        return true;
    }

    /// <summary>Where an exchange may have moved the frames unseen, the later event counts.</summary>
    private void Relearn(ulong pfn, ulong mfn, ulong frames)
    {
        for (ulong i = 0; i < frames; i++) state.Frames.Set(pfn + i, mfn + i);
    }
}
