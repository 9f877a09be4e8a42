using System;
using System.Collections.Generic;

namespace XenDma.Specs.Traces.Reading;

/// <summary>Makes operations from the kernel's own dma:* events, of all three generations of names: map_page and map_resource (6.12), the same with
/// more events (6.13), map_phys (6.18). The events are traced after the operation, those of unmap_sg and free before it.</summary>
/// <param name="queue">Where operations go.</param>
/// <param name="names">The names of devices and tasks.</param>
/// <param name="notes">What is counted.</param>
internal sealed class DmaEventAssembler(EventQueue queue, NameTable names, TraceNotes notes)
{
    private const int MaxPending = 4096;

    private readonly Dictionary<string, List<BouncedLine>> _bounced = new(StringComparer.Ordinal);
    private bool _sawBounced;

    /// <summary>Whether an operation was seen.</summary>
    internal bool HasCalls { get; private set; }

    internal static bool Knows(ReadOnlySpan<byte> name) => OpOf(name) is not null;

    internal void TakeBounced(in FtraceLine line, long number)
    {
        _sawBounced = true;
        var bounced = BouncedLine.Parse(line, names);
        string task = names.Of(line.Task);
        if (!_bounced.TryGetValue(task, out List<BouncedLine>? pending))
        {
            if (_bounced.Count >= MaxPending) _bounced.Clear();
            _bounced[task] = pending = [];
        }

        if (pending.Count >= MaxPending) pending.RemoveAt(0);
        pending.Add(bounced);
    }

    internal bool Take(in FtraceLine line, long number)
    {
        if (OpOf(line.Name) is not { } op) return false;
        HasCalls = true;
        var fields = new FtraceFields(line.Text);
        int blank = line.Text.IndexOf((byte)' ');
        TraceEvent read = Make(op, line, number);
        read.Device = names.Of(blank < 0 ? line.Text : line.Text[..blank]);
        read.Direction = Direction(fields["dir"u8]);
        read.Size = fields.Number("size"u8) ?? 0;
        read.Dma = fields.Hex("dma_addr"u8);
        read.Phys = fields.Hex("phys_addr"u8);
        read.Attrs = Attributes(fields["attrs"u8]) | (line.Name.EndsWith("_resource"u8) ? AttributeNames.Mmio : 0);
        if (op is TraceOp.MapPage && read.Dma == ulong.MaxValue)
        {
            read.Failed = true;
            read.Dma = null;
        }

        if (op is TraceOp.MapPage) Match(read);
        if (op is TraceOp.MapSg or TraceOp.UnmapSg or TraceOp.SyncSgForCpu or TraceOp.SyncSgForDevice) TakeList(read, line, fields, number);
        if (op is TraceOp.Alloc) read.Failed = fields["virt_addr"u8].Trim("0x(nil)"u8).IsEmpty;
        queue.Add(read);
        return true;
    }

    private TraceEvent Make(TraceOp op, in FtraceLine line, long number) => new()
    {
        Op = op,
        Line = number,
        Entered = line.Time,
        Cpu = line.Cpu,
        Task = names.Of(line.Task),
        IsTracedAfter = op is not (TraceOp.UnmapSg or TraceOp.Free),
    };

    /// <summary>Each entry of a list is an operation of its own, as of the probes.</summary>
    private void TakeList(TraceEvent list, in FtraceLine line, in FtraceFields fields, long number)
    {
        List<ulong> phys = Numbers(fields["phys_addrs"u8]), dma = Numbers(fields["dma_addrs"u8]), sizes = Numbers(fields["sizes"u8]);
        list.Entries = (int)Math.Min(Full(fields["nents"u8]) ?? (ulong)Math.Max(phys.Count, dma.Count), int.MaxValue);
        bool isWhole = line.Text.IndexOf("[TRUNCATED]"u8) < 0 && list.Entries <= Math.Max(phys.Count, dma.Count);
        if (!isWhole) notes.TruncatedLists++;
        list.IsHalf = !isWhole;
        if (list.Op == TraceOp.UnmapSg) list.Listed = phys.ConvertAll(static address => new ListedEntry(address, null));
        if (list.Op == TraceOp.MapSg) list.Result = dma.Count;
        if (list.Op == TraceOp.UnmapSg) return;
        List<TraceEvent> entries = [];
        for (int i = 0; i < dma.Count; i++)
        {
            TraceOp op = list.Op switch { TraceOp.MapSg => TraceOp.MapPage, TraceOp.SyncSgForCpu => TraceOp.SyncForCpu, _ => TraceOp.SyncForDevice };
            TraceEvent entry = Make(op, line, number);
            entry.Device = list.Device;
            entry.Direction = list.Direction;
            entry.Attrs = list.Attrs;
            entry.Dma = dma[i];
            entry.Size = i < sizes.Count ? sizes[i] : 0;
            entry.Phys = list.Op == TraceOp.MapSg && i < phys.Count ? phys[i] : null;
            entry.Parent = number;
            entries.Add(entry);
        }

        if (list.Op == TraceOp.MapSg) MatchAll(entries);
        foreach (TraceEvent entry in entries) queue.Add(entry);
    }

    /// <summary>Which entries of a list bounced: all that look alike, or none of them; where some did, it is not told which.</summary>
    private void MatchAll(List<TraceEvent> entries)
    {
        if (!_sawBounced) return;
        foreach (TraceEvent entry in entries)
        {
            int alike = entries.FindAll(other => LooksLike(other, entry)).Count;
            int announced = _bounced.GetValueOrDefault(entry.Task)?.FindAll(one => Fits(one, entry)).Count ?? 0;
            if (announced == 0) entry.IsBounced = false;
            else if (announced >= alike) Match(entry);
        }

        if (entries.Count > 0) _bounced.Remove(entries[0].Task);

        static bool LooksLike(TraceEvent one, TraceEvent other) => one.IsBounced is null && one.Size == other.Size && ((one.Phys ^ other.Phys) & XenPage.OffsetMask) == 0;
    }

    private static bool Fits(BouncedLine bounced, TraceEvent map) => bounced.Device == map.Device && bounced.Size == map.Size
        && (map.Phys is not { } phys || bounced.Bus is not { } bus || ((phys ^ bus) & XenPage.OffsetMask) == 0);

    /// <summary>A mapping that was announced as bouncing; where the tracepoint is recorded, one that was not is direct.</summary>
    private void Match(TraceEvent map)
    {
        if (!_sawBounced) return;
        map.IsBounced = false;
        if (!_bounced.TryGetValue(map.Task, out List<BouncedLine>? pending)) return;
        int at = pending.FindIndex(one => Fits(one, map));
        if (at < 0) return;
        map.IsBounced = true;
        map.OriginalBus = pending[at].Bus;
        map.Mask = pending[at].Mask;
        map.Force = pending[at].Force;
        pending.RemoveAt(at);
    }

    /// <summary><c>{0x1f000,0x20000}</c>.</summary>
    private static List<ulong> Numbers(ReadOnlySpan<byte> text)
    {
        List<ulong> numbers = [];
        text = text.Trim("{}"u8);
        while (!text.IsEmpty)
        {
            int comma = text.IndexOf((byte)',');
            if (FtraceFields.ParseHex(comma < 0 ? text : text[..comma]) is { } number) numbers.Add(number);
            text = comma < 0 ? default : text[(comma + 1)..];
        }

        return numbers;
    }

    /// <summary><c>128/300</c>: stored and full.</summary>
    private static ulong? Full(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'/') is >= 0 and var slash ? FtraceFields.Parse(text[(slash + 1)..]) : FtraceFields.Parse(text);

    private static DmaDirection Direction(ReadOnlySpan<byte> text) => text.SequenceEqual("BIDIRECTIONAL"u8) ? DmaDirection.Bidirectional
        : text.SequenceEqual("TO_DEVICE"u8) ? DmaDirection.ToDevice
        : text.SequenceEqual("FROM_DEVICE"u8) ? DmaDirection.FromDevice
        : DmaDirection.None;

    private ulong Attributes(ReadOnlySpan<byte> text)
    {
        ulong bits = 0;
        while (!text.IsEmpty)
        {
            int bar = text.IndexOf((byte)'|');
            int bit = AttributeNames.BitOf(bar < 0 ? text : text[..bar]);
            if (bit < 0) notes.UnknownAttributes++;
            else bits |= 1UL << bit;
            text = bar < 0 ? default : text[(bar + 1)..];
        }

        return bits;
    }

    private static TraceOp? OpOf(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("dma_"u8)) return null;
        ReadOnlySpan<byte> rest = name[4..];
        return rest.SequenceEqual("map_page"u8) || rest.SequenceEqual("map_phys"u8) || rest.SequenceEqual("map_resource"u8) ? TraceOp.MapPage
            : rest.SequenceEqual("unmap_page"u8) || rest.SequenceEqual("unmap_phys"u8) || rest.SequenceEqual("unmap_resource"u8) ? TraceOp.UnmapPage
            : rest.SequenceEqual("map_sg"u8) ? TraceOp.MapSg
            : rest.SequenceEqual("unmap_sg"u8) ? TraceOp.UnmapSg
            : rest.SequenceEqual("sync_single_for_cpu"u8) ? TraceOp.SyncForCpu
            : rest.SequenceEqual("sync_single_for_device"u8) ? TraceOp.SyncForDevice
            : rest.SequenceEqual("sync_sg_for_cpu"u8) ? TraceOp.SyncSgForCpu
            : rest.SequenceEqual("sync_sg_for_device"u8) ? TraceOp.SyncSgForDevice
            : rest.SequenceEqual("alloc"u8) ? TraceOp.Alloc
            : rest.SequenceEqual("free"u8) ? TraceOp.Free
            : null;
    }
}
