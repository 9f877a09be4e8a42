using System;
using System.Collections.Generic;
using System.Globalization;

namespace XenDma.Specs.Traces.Reading;

/// <summary>The text of ftrace: our probes, or the kernel's own dma:* events, with swiotlb:swiotlb_bounced. Where a trace has both kinds, the one that
/// comes first counts.</summary>
internal sealed class FtraceFormat(TraceNotes notes) : IEventFormat
{
    private readonly EventQueue _queue = new();
    private readonly NameTable _names = new();
    private ProbeAssembler? _probes;
    private DmaEventAssembler? _events;
    private long _promised = -1;
    private long _seen;

    public void Take(ReadOnlySpan<byte> line, long number, Queue<TraceEvent> ready)
    {
        if (line[0] == (byte)'#')
        {
            ReadHeader(line);
            return;
        }

        if (TryReadLost(line, out long lost))
        {
            notes.Lost += lost;
            _queue.Add(new TraceEvent { Op = TraceOp.Gap, Line = number, Lost = lost });
        }
        else if (FtraceLine.TryParse(line, out FtraceLine parsed))
        {
            _seen++;
            if (!TakeEvent(parsed, number)) notes.CountUnknown(_names.Of(parsed.Name));
        }
        else if (!IsHeading(line))
        {
            notes.CutLines++;
            _queue.Add(new TraceEvent { Op = TraceOp.Gap, Line = number, Lost = 1 });
        }

        _queue.Release(number, ready);
    }

    public void End(Queue<TraceEvent> ready)
    {
        _probes?.End();
        _queue.ReleaseAll(ready);
        if (_promised > _seen)
            notes.EndsEarly = string.Create(CultureInfo.InvariantCulture, $"the trace is cut: its head tells of {_promised:N0} events, {_seen:N0} are here");
    }

    private bool TakeEvent(in FtraceLine line, long number)
    {
        if (MarkerText(line) is { IsEmpty: false } marker) return (_probes ??= MakeProbes()).TakeMarker(line, marker, number);
        if (line.Name.SequenceEqual("swiotlb_bounced"u8))
        {
            if (_probes is null) (_events ??= MakeEvents()).TakeBounced(line, number);
            else _probes.TakeBounced(line, number);
            return true;
        }

        bool isDmaEvent = line.Name.StartsWith("dma_"u8) && !line.Name.StartsWith("dma_supported"u8);
        bool isOther = isDmaEvent ? _probes is { HasCalls: true } : _events is { HasCalls: true };
        if (isOther && (isDmaEvent ? DmaEventAssembler.Knows(line.Name) : ProbeAssembler.Knows(line.Name)))
        {
            notes.OtherKind++;
            return true;
        }

        return isDmaEvent ? (_events ??= MakeEvents()).Take(line, number) : (_probes ??= MakeProbes()).Take(line, number);
    }

    private ProbeAssembler MakeProbes() => new(_queue, _names, notes);

    private DmaEventAssembler MakeEvents() => new(_queue, _names, notes);

    /// <summary>What follows <c>xdt </c> in a printed line. The line's name is <c>bprint</c>, the address of the caller, or whatever symbol lies there
    /// since the module is gone; the function may stand before the text.</summary>
    private static ReadOnlySpan<byte> MarkerText(in FtraceLine line)
    {
        if (line.Text.StartsWith("xdt "u8)) return line.Text["xdt "u8.Length..];
        int at = line.Text.IndexOf(": xdt "u8);
        return at < 0 ? default : line.Text[(at + ": xdt "u8.Length)..];
    }

    /// <summary><c># entries-in-buffer/entries-written: 25081/25081   #P:1</c>.</summary>
    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("entries-written:"u8);
        if (at < 0) return;
        ReadOnlySpan<byte> counts = line[(at + "entries-written:"u8.Length)..].TrimStart((byte)' ');
        int slash = counts.IndexOf((byte)'/');
        if (slash < 0 || FtraceFields.Parse(counts[..slash]) is not { } kept || kept > long.MaxValue) return;
        ReadOnlySpan<byte> rest = counts[(slash + 1)..];
        int blank = rest.IndexOf((byte)' ');
        if (FtraceFields.Parse(blank < 0 ? rest : rest[..blank]) is not { } written || written > long.MaxValue) return;
        _promised = (long)kept;
        if (written > kept) notes.Lost += (long)(written - kept);
        else notes.IsFromStart = true;
    }

    /// <summary><c>CPU:0 [LOST 123 EVENTS]</c>, <c>CPU:1 [123 EVENTS DROPPED]</c>.</summary>
    private static bool TryReadLost(ReadOnlySpan<byte> line, out long lost)
    {
        lost = 0;
        bool isLost = line.IndexOf("[LOST "u8) >= 0 || line.IndexOf("EVENTS DROPPED]"u8) >= 0 || line.IndexOf("[LOST]"u8) >= 0;
        if (!isLost || line.IndexOf((byte)'=') >= 0) return false;
        ReadOnlySpan<byte> words = line[line.IndexOf((byte)'[')..];
        int digit = words.IndexOfAnyInRange((byte)'0', (byte)'9');
        lost = 1;
        if (digit < 0) return true;
        int length = words[digit..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length > 0 && FtraceFields.Parse(words.Slice(digit, length)) is { } count and <= 1UL << 40) lost = (long)count;
        return true;
    }

    /// <summary>What <c>trace-cmd report</c> prints before and between events.</summary>
    private static bool IsHeading(ReadOnlySpan<byte> line) =>
        line.StartsWith("cpus="u8) || line.StartsWith("version = "u8) || line.StartsWith("CPU "u8) || line.StartsWith("#"u8) || line.IndexOf("buffer started"u8) >= 0;
}
