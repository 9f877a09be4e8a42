using System.Collections.Generic;
using XenDma.Debugging;

namespace XenDma.Specs.Traces.Checking;

/// <summary>What looks wrong and may yet turn out to be an order of concurrent events: two mappings that share slots or bytes, the older of which ends a
/// moment later; an unmap or a sync of what is mapped a moment later.</summary>
/// <remarks>An operation takes effect between its entry and its return; one that is traced afterwards, between the event before it on its CPU
/// and its own. Two events are in order if no such moments allow the other order; those of one CPU always are.</remarks>
internal sealed class Suspicions(CheckState state)
{
    /// <summary>The name of the check that two mappings do not share slots.</summary>
    internal const string SharedSlots = "XD-SLOT-1";

    private const int MaxWaiting = 1 << 16;

    private readonly Dictionary<TraceMapping, List<Shared>> _shared = [];
    private readonly Dictionary<(string Device, ulong Dma), Queue<Unmatched>> _unmatched = [];
    private readonly Queue<Unmatched> _order = new();

    /// <summary>Two mappings that have slots or bytes in common.</summary>
    internal void Share(TraceEvent at, TraceMapping made, TraceMapping old, bool areSlots)
    {
        if (!_shared.TryGetValue(old, out List<Shared>? waiting)) _shared[old] = waiting = [];
        if (waiting.Count < MaxWaiting) waiting.Add(new Shared(at, made, old, areSlots));
    }

    /// <summary>A mapping ended: what shared with it was in order if the end can have come before.</summary>
    /// <param name="old">The mapping.</param>
    /// <param name="unmap">The event.</param>
    /// <param name="earliest">The earliest moment at which it can have taken effect.</param>
    internal void Ended(TraceMapping old, TraceEvent unmap, long earliest)
    {
        if (!_shared.Remove(old, out List<Shared>? waiting)) return;
        foreach (Shared shared in waiting)
        {
            if (unmap.Cpu != shared.Made.Cpu && earliest <= shared.Made.Latest) continue;
            Tell(shared);
        }
    }

    /// <summary>An unmap or a sync of what is not mapped.</summary>
    internal void Miss(TraceEvent call, Misuse misuse, string expected, string actual, long earliest)
    {
        var miss = new Unmatched(call, misuse, expected, actual, earliest);
        if (call.Dma is not { } dma || call.Device is not { } device)
        {
            Tell(miss);
            return;
        }

        if (!_unmatched.TryGetValue((device, dma), out Queue<Unmatched>? waiting)) _unmatched[(device, dma)] = waiting = new Queue<Unmatched>();
        waiting.Enqueue(miss);
        _order.Enqueue(miss);
        if (_order.Count > MaxWaiting && _order.Dequeue() is { IsSettled: false } oldest) Tell(oldest);
    }

    /// <summary>A mapping was made: an unmap or a sync that waits for it, and can have come after it, is in order.</summary>
    /// <returns>The unmap that ended it already, or null.</returns>
    internal TraceEvent? Made(TraceMapping made)
    {
        if (!_unmatched.TryGetValue((made.Device, made.Dma), out Queue<Unmatched>? waiting)) return null;
        TraceEvent? ended = null;
        while (ended is null && waiting.TryDequeue(out Unmatched? miss))
        {
            if (miss.IsSettled) continue;
            long earliestMap = made.IsTracedAfter ? long.MinValue : made.Entered;
            bool fits = miss.Call.Cpu != made.Cpu && miss.Call.Entered <= made.Latest && miss.Call.Entered >= earliestMap && miss.Call.Size == made.Size;
            if (!fits)
            {
                Tell(miss);
                continue;
            }

            miss.IsSettled = true;
            if (miss.Call.Op == TraceOp.UnmapPage) ended = miss.Call;
        }

        if (waiting.Count == 0) _unmatched.Remove((made.Device, made.Dma));
        return ended;
    }

    /// <summary>The trace has ended: what waits was wrong.</summary>
    internal void End()
    {
        foreach (Unmatched miss in _order)
        {
            if (!miss.IsSettled) Tell(miss);
        }

        foreach (List<Shared> waiting in _shared.Values) waiting.ForEach(Tell);
        _shared.Clear();
    }

    private void Tell(Unmatched miss)
    {
        miss.IsSettled = true;
        state.Misused(miss.Misuse, miss.Call, miss.Expected, miss.Actual, state.ExplainByLoss(miss.Call.Device ?? ""));
    }

    private void Tell(Shared shared)
    {
        bool uncertain = state.IsUncertain(shared.Old) || state.Options.ProbeMisses > 0;
        string reason = "its unmap may have been lost";
        if (shared.AreSlots)
        {
            string expected = $"slots apart from the live {shared.Old}", actual = $"{shared.Made.Size} bytes at bus address 0x{shared.Made.Dma:x} over them";
            if (uncertain) state.Undecided(SharedSlots, shared.At, expected, actual, reason);
            else state.Violated(SharedSlots, shared.At, expected, actual);
            return;
        }

        state.Misused(
            Misuse.OverlapsActiveMapping, shared.At, $"memory that no other live mapping lets a device write, as {shared.Old} does",
            $"{shared.Made.Size} bytes at guest address {TraceWords.Hex(shared.Made.Phys)}", uncertain ? reason : null);
    }

    private sealed record Shared(TraceEvent At, TraceMapping Made, TraceMapping Old, bool AreSlots);

    private sealed record Unmatched(TraceEvent Call, Misuse Misuse, string Expected, string Actual, long Earliest)
    {
        internal bool IsSettled { get; set; }
    }
}
