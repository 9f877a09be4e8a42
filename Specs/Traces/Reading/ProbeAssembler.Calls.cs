using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Specs.Traces.Reading;

internal sealed partial class ProbeAssembler
{
    private const int MaxRecent = 256;

    internal bool TakeMarker(in FtraceLine line, ReadOnlySpan<byte> text, long number)
    {
        EndFrames(TaskOf(line));
        TraceEvent read = New(TraceOp.Marker, line, number);
        MarkerLine.Read(read, text, names);
        queue.Add(read);
        return true;
    }

    /// <summary>A probe at the entry of a call of which no return is traced.</summary>
    private void Call(in FtraceLine line, in FtraceFields fields, TraceOp op, TaskState task, long number)
    {
        ulong slot = fields.Number("tlb"u8) ?? 0, size = fields.Number(op == TraceOp.Copy ? "size"u8 : "mapsize"u8) ?? 0;
        string? device = ProbeArguments.DeviceOf(fields, names);
        if (op == TraceOp.SlotsGiven && GoesInto(fields, task, slot, size, device)) return;
        if (op == TraceOp.Copy && GoesInto(fields, task, new BounceCopy(slot, size, fields.Number("dir"u8) == 1), device)) return;
        TraceEvent read = New(op, line, number);
        ProbeArguments.Read(read, fields, names);
        if (task.Top is { } within) read.Parent = within.Event.Id;
        var waiting = new EventQueue.Waiting(read) { IsOpen = op is TraceOp.UnmapPage or TraceOp.SyncForCpu or TraceOp.SyncForDevice };
        queue.Add(waiting);
        if (task.Recent.Count >= MaxRecent) task.Recent.RemoveAt(0);
        task.Recent.Add(waiting);
    }

    /// <summary>Slots given back belong to a map that did not want them, or to an unmap before.</summary>
    private bool GoesInto(in FtraceFields fields, TaskState task, ulong slot, ulong size, string? device)
    {
        if (task.Top is { Event: { Op: TraceOp.MapPage or TraceOp.PoolMap, Slots: { } taken } map } && taken.Slot == slot)
        {
            map.Slots = taken with { GivenBack = true };
            return true;
        }

        for (int i = task.Recent.Count; i-- > 0;)
        {
            EventQueue.Waiting waiting = task.Recent[i];
            TraceEvent call = waiting.Event;
            if (waiting.IsOut || call.Op != TraceOp.UnmapPage || call.Slot is not null || call.Size != size || call.Device != device || !IsSame(call, slot)) continue;
            call.Slot = slot;
            call.SlotAttrs = fields.Number("attrs"u8);

            // Bytes from the device are copied back within, after this probe.
            waiting.IsOpen = call.Copies is null && call.Direction != DmaDirection.ToDevice && (call.SlotAttrs & (ulong)DmaAttrs.SkipCpuSync) == 0;
            return true;
        }

        return false;
    }

    /// <summary>A copy belongs to the slots being taken, or to an unmap or a sync before.</summary>
    private bool GoesInto(in FtraceFields fields, TaskState task, BounceCopy copy, string? device)
    {
        if (task.Top is { Event.Op: TraceOp.SlotsTaken, Copies: null } taking && fields.Number("dir"u8) == 1
            && taking.Event.Device == device && taking.Event.Size == copy.Size)
        {
            taking.Copies = [copy];
            taking.CopyId = _nextId;
            return true;
        }

        for (int i = task.Recent.Count; i-- > 0;)
        {
            EventQueue.Waiting waiting = task.Recent[i];
            TraceEvent call = waiting.Event;
            if (waiting.IsOut || call.Op is not (TraceOp.UnmapPage or TraceOp.SyncForCpu or TraceOp.SyncForDevice)) continue;
            if (call.Copies is not null || call.Size != copy.Size || call.Device != device || !IsSame(call, copy.Slot)) continue;
            call.Copies = [copy];
            waiting.IsOpen = call.Op == TraceOp.UnmapPage && call.Slot is null;
            return true;
        }

        return false;
    }

    /// <summary>A frame of an exchange: all that come without another event between are one.</summary>
    private void SetFrame(in FtraceLine line, in FtraceFields fields, TaskState task, long number)
    {
        if (fields.Number("pfn"u8) is not { } pfn || fields.Number("mfn"u8) is not { } word) return;
        if (task.Frames is null or { IsOut: true })
        {
            TraceEvent read = New(TraceOp.P2m, line, number);
            if (task.Top is { Event: { Op: TraceOp.CreateRegion } create }) read.Cause = create.Id;
            else if (task.Recent is [.., { Event: { Op: TraceOp.DestroyRegion } destroy }]) read.Cause = destroy.Id;
            SortedDictionary<ulong, ulong> words = task.FrameWords = [];
            task.Frames = new EventQueue.Waiting(read) { IsOpen = true, Complete = () => read.Frames = Runs(words) };
            queue.Add(task.Frames);
        }

        task.Frames.LastLine = number;
        task.FrameWords[pfn] = word == XenPage.NoFrame ? word : word & ~(Machines.PhysToMachine.ForeignBit | Machines.PhysToMachine.IdentityBit);
    }

    private static void EndFrames(TaskState task)
    {
        if (task.Frames is not { } waiting) return;
        task.Frames = null;
        waiting.IsOpen = false;
    }

    private static List<FrameChange> Runs(SortedDictionary<ulong, ulong> words)
    {
        List<FrameChange> runs = [];
        foreach ((ulong pfn, ulong word) in words)
        {
            ulong? mfn = word == XenPage.NoFrame ? null : word;
            if (runs is [.., var last] && last.Pfn + last.Count == pfn && GoesOn(ref last, mfn)) runs[^1] = last;
            else runs.Add(new FrameChange(pfn, mfn, 1, 1));
        }

        return runs;
    }

    private static bool GoesOn(ref FrameChange run, ulong? mfn)
    {
        if (run.Mfn is null != mfn is null) return false;
        if (mfn is not { } next || run.Mfn is not { } first)
        {
            run = run with { Count = run.Count + 1 };
            return true;
        }

        int step = run.Count > 1 ? run.Step : next == first + 1 ? 1 : next + 1 == first ? -1 : 0;
        if (step == 0 || next != unchecked(first + ((ulong)step * run.Count))) return false;
        run = run with { Count = run.Count + 1, Step = step };
        return true;
    }

    /// <summary>A call that was entered and has not returned.</summary>
    private sealed class OpenCall(TraceEvent read)
    {
        internal TraceEvent Event { get; } = read;

        internal ulong? MinAlign { get; set; }

        internal ulong? Boundary { get; set; }

        internal List<BounceCopy>? Copies { get; set; }

        /// <summary>The number that the next event would have had when the copy was made.</summary>
        internal long CopyId { get; set; } = -1;
    }

    /// <summary>What a task is doing.</summary>
    private sealed class TaskState
    {
        internal List<OpenCall> Open { get; } = [];

        internal List<EventQueue.Waiting> Recent { get; } = [];

        internal SortedDictionary<ulong, ulong> FrameWords { get; set; } = [];

        internal EventQueue.Waiting? Frames { get; set; }

        internal OpenCall? Top => Open.Count > 0 ? Open[^1] : null;

        internal bool IsIdle => Open.Count == 0 && Frames is null && Recent.All(static waiting => waiting.IsOut);
    }
}
