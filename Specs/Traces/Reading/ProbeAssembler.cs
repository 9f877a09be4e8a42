using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Makes operations from the lines of our probes: entries and returns are paired by task (for the idle task by CPU), what a call did is put
/// into it.</summary>
/// <param name="queue">Where operations go.</param>
/// <param name="names">The names of devices and tasks.</param>
/// <param name="notes">What is counted.</param>
internal sealed partial class ProbeAssembler(EventQueue queue, NameTable names, TraceNotes notes)
{
    /// <summary>Where Linux maps memory on x86-64 when it is booted with nokaslr.</summary>
    private const ulong LinearMap = 0xffff888000000000, LinearMapEnd = 0xffffc80000000000;

    private const int MaxTasks = 1 << 16;
    private const int MaxNesting = 64;

    private readonly Dictionary<long, TaskState> _tasks = [];
    private readonly Dictionary<ulong, ulong> _busOfSlotPage = [];
    private long _nextId;

    /// <summary>Whether an operation was seen.</summary>
    internal bool HasCalls { get; private set; }

    internal static bool Knows(ReadOnlySpan<byte> name) => ProbeNames.Find(name) is not null;

    /// <summary>Takes a line of a probe.</summary>
    /// <returns>false where the probe is not known.</returns>
    internal bool Take(in FtraceLine line, long number)
    {
        if (ProbeNames.Find(line.Name) is not { } probe) return false;
        HasCalls = true;
        var fields = new FtraceFields(line.Text);
        TaskState task = TaskOf(line);
        if (probe.Kind != ProbeKind.FrameSet && probe != ProbeNames.ContiguousReturn) EndFrames(task);
        switch (probe.Kind)
        {
            case ProbeKind.Entry: Enter(line, fields, probe.Op, task, number); break;
            case ProbeKind.Return: Return(line, fields, probe.Op, task, number); break;
            case ProbeKind.Call: Call(line, fields, probe.Op, task, number); break;
            case ProbeKind.FrameSet: SetFrame(line, fields, task, number); break;
            case ProbeKind.AllocOut:
                if (task.Top is { Event.Op: TraceOp.Alloc } alloc) alloc.Event.Dma = fields.Number("dma"u8);
                break;
        }

        return true;
    }

    internal void TakeBounced(in FtraceLine line, long number)
    {
        TaskState task = TaskOf(line);
        EndFrames(task);
        var bounced = BouncedLine.Parse(line, names);
        if (task.Top is { Event: { Op: TraceOp.MapPage or TraceOp.PoolMap } map })
        {
            map.IsBounced = true;
            map.OriginalBus = bounced.Bus;
            map.Force = bounced.Force;
            return;
        }

        TraceEvent alone = New(TraceOp.Bounced, line, number);
        bounced.CopyTo(alone);
        queue.Add(alone);
    }

    /// <summary>The trace has ended: what is open stays untold.</summary>
    internal void End()
    {
        foreach (TaskState task in _tasks.Values)
        {
            EndFrames(task);
            notes.OpenAtEnd += task.Open.Count(static open => open.Event.Op != TraceOp.SlotsTaken);
        }
    }

    private TraceEvent New(TraceOp op, in FtraceLine line, long number) => new()
    {
        Op = op,
        Line = number,
        Id = _nextId++,
        Entered = line.Time,
        Cpu = line.Cpu,
        Task = names.Of(line.Task),
    };

    private TaskState TaskOf(in FtraceLine line)
    {
        long key = line.Pid != 0 ? line.Pid : -1 - line.Cpu;
        if (_tasks.TryGetValue(key, out TaskState? task)) return task;
        if (_tasks.Count >= MaxTasks)
        {
            foreach (long idle in _tasks.Where(static pair => pair.Value.IsIdle).Select(static pair => pair.Key).ToArray()) _tasks.Remove(idle);
        }

        return _tasks[key] = new TaskState();
    }

    private void Enter(in FtraceLine line, in FtraceFields fields, TraceOp op, TaskState task, long number)
    {
        TraceEvent read = New(op, line, number);
        ProbeArguments.Read(read, fields, names);
        if (task.Top is { } within) read.Parent = within.Event.Id;
        if (task.Open.Count >= MaxNesting)
        {
            LoseReturn(task.Open[0]);
            task.Open.RemoveAt(0);
        }

        var open = new OpenCall(read);
        if (op == TraceOp.SlotsTaken)
        {
            open.MinAlign = fields.Number("minalign"u8);
            open.Boundary = fields.Number("segb"u8);
        }

        task.Open.Add(open);
    }

    private void LoseReturn(OpenCall lost)
    {
        lost.Event.IsHalf = true;
        notes.Halves++;
        Out(lost);
    }

    private void Out(OpenCall call)
    {
        if (call.Event.Op == TraceOp.SlotsTaken)
        {
            call.Event.Slots = null;
            call.Event.Copies = call.Copies;
        }

        queue.Add(call.Event);
    }

    private void Return(in FtraceLine line, in FtraceFields fields, TraceOp op, TaskState task, long number)
    {
        int at = task.Open.FindLastIndex(open => open.Event.Op == op);
        ulong? result = fields.Number("ret"u8);
        if (at < 0)
        {
            TraceEvent half = New(op, line, number);
            half.IsHalf = true;
            half.Result = unchecked((long?)result);
            if (op is TraceOp.MapPage or TraceOp.PoolMap) half.Dma = result;
            notes.Halves++;
            queue.Add(half);
            return;
        }

        for (int i = at + 1; i < task.Open.Count; i++) LoseReturn(task.Open[i]);
        OpenCall call = task.Open[at];
        task.Open.RemoveRange(at, task.Open.Count - at);
        call.Event.Returned = line.Time;
        Complete(call, result, task);
        if (op == TraceOp.CreateRegion) EndFrames(task);
    }

    private void Complete(OpenCall call, ulong? result, TaskState task)
    {
        TraceEvent read = call.Event;
        switch (read.Op)
        {
            case TraceOp.MapPage or TraceOp.PoolMap:
                read.Failed = result == ulong.MaxValue;
                if (!read.Failed)
                {
                    read.Dma = result;
                    read.Result = unchecked((long?)result);
                    Learn(read);
                }

                break;
            case TraceOp.SlotsTaken:
                if (PutInto(call, result, task.Top)) return;
                break;
            case TraceOp.Alloc:
                read.CpuAddress = result;
                read.Phys = result is { } kernel and >= LinearMap and < LinearMapEnd ? kernel - LinearMap : null;
                read.Failed = result is null or 0;
                if (read.Failed) read.Dma = null;
                break;
            default:
                read.Result = unchecked((long?)result);
                break;
        }

        Out(call);
    }

    /// <summary>The slots that were taken are a fact of the mapping around them.</summary>
    private bool PutInto(OpenCall call, ulong? result, OpenCall? around)
    {
        ulong? slot = result == ulong.MaxValue ? null : result;
        TraceEvent read = call.Event;
        if (around is not { Event: { Op: TraceOp.MapPage or TraceOp.PoolMap, Slots: null } map })
        {
            read.Slot = slot;
            read.Failed = slot is null;
            return false;
        }

        long before = call.Copies is not null && _nextId > call.CopyId ? call.CopyId : -1;
        map.Slots = new SlotCall(read.Phys ?? 0, read.Size, call.MinAlign, call.Boundary, slot, GivenBack: false, before, call.Copies);
        map.IsBounced = true;
        return true;
    }

    /// <summary>Where the pool's pages lie on the bus, from mappings that tell both addresses.</summary>
    private void Learn(TraceEvent map)
    {
        if (map is not { Slots.Slot: { } slot, Dma: { } bus }) return;
        for (ulong i = 0; map.Size > 0 && i <= ((slot & XenPage.OffsetMask) + map.Size - 1) >> XenPage.Shift && i <= 64; i++)
            _busOfSlotPage[(slot >> XenPage.Shift) + i] = (bus >> XenPage.Shift) + i;
    }

    private bool IsSame(TraceEvent call, ulong slot)
    {
        if (call.Slot is { } known && known != slot) return false;
        if (call.Dma is not { } dma || ((dma ^ slot) & XenPage.OffsetMask) != 0) return false;
        return !_busOfSlotPage.TryGetValue(slot >> XenPage.Shift, out ulong page) || page == dma >> XenPage.Shift;
    }
}
