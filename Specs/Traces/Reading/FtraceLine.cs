using System;
using System.Buffers.Text;

namespace XenDma.Specs.Traces.Reading;

/// <summary>A line of ftrace's text, taken apart: <c>comm-pid [cpu] flags seconds: event: text</c>. The thread group in brackets and the flags may be
/// missing; <c>trace-cmd report</c> and <c>trace_pipe</c> differ in blanks only.</summary>
internal readonly ref struct FtraceLine
{
    private FtraceLine(ReadOnlySpan<byte> task, int pid, int cpu, long time, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Task = task;
        Pid = pid;
        Cpu = cpu;
        Time = time;
        Name = name;
        Text = text;
    }

    /// <summary><c>comm-pid</c>.</summary>
    internal ReadOnlySpan<byte> Task { get; }

    /// <summary>The task's number; 0 for the idle task of each CPU.</summary>
    internal int Pid { get; }

    /// <summary>The CPU.</summary>
    internal int Cpu { get; }

    /// <summary>Microseconds.</summary>
    internal long Time { get; }

    /// <summary>The event, without its group.</summary>
    internal ReadOnlySpan<byte> Name { get; }

    /// <summary>What the event says.</summary>
    internal ReadOnlySpan<byte> Text { get; }

    internal static bool TryParse(ReadOnlySpan<byte> line, out FtraceLine parsed)
    {
        parsed = default;
        if (!TryFindCpu(line, out int open, out int close) || !Utf8Parser.TryParse(line[(open + 1)..close], out int cpu, out _) || cpu is < 0 or > 65_535) return false;
        ReadOnlySpan<byte> task = line[..open].Trim((byte)' ');
        if (task is [.., (byte)')'] && task.LastIndexOf((byte)'(') is > 0 and var group) task = task[..group].TrimEnd((byte)' ');
        int dash = task.LastIndexOf((byte)'-');
        if (dash < 0 || !Utf8Parser.TryParse(task[(dash + 1)..], out int pid, out int used) || used != task.Length - dash - 1) return false;
        ReadOnlySpan<byte> rest = line[(close + 1)..].TrimStart((byte)' ');
        int colon = rest.IndexOf((byte)':');
        if (colon <= 0) return false;
        ReadOnlySpan<byte> stamp = rest[..colon];
        if (stamp.LastIndexOf((byte)' ') is >= 0 and var blank) stamp = stamp[(blank + 1)..];
        if (!TryTime(stamp, out long time)) return false;
        rest = rest[(colon + 1)..].TrimStart((byte)' ');
        colon = rest.IndexOf(": "u8);
        if (colon < 0 && rest is [.., (byte)':']) colon = rest.Length - 1;
        if (colon <= 0) return false;
        ReadOnlySpan<byte> name = rest[..colon];
        if (name.Contains((byte)' ')) return false;
        if (name.LastIndexOf((byte)':') is >= 0 and var inGroup) name = name[(inGroup + 1)..];
        parsed = new FtraceLine(task, pid, cpu, time, name, rest[Math.Min(rest.Length, colon + 2)..].Trim((byte)' '));
        return true;
    }

    /// <summary>The CPU stands in brackets behind the task, whose name may hold brackets as well.</summary>
    private static bool TryFindCpu(ReadOnlySpan<byte> line, out int open, out int close)
    {
        for (open = close = 0; open < line.Length; open = close + 1)
        {
            int next = line[open..].IndexOf((byte)'[');
            if (next < 0) return false;
            open += next;
            int length = line[(open + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            close = open + 1 + Math.Max(length, 0);
            if (length > 0 && line[close] == (byte)']' && open > 0) return true;
        }

        return false;
    }

    /// <summary>Seconds with a fraction as microseconds; a clock that counts is taken as it is.</summary>
    private static bool TryTime(ReadOnlySpan<byte> text, out long time)
    {
        int dot = text.IndexOf((byte)'.');
        if (dot < 0) return Utf8Parser.TryParse(text, out time, out int all) && all == text.Length;
        time = 0;
        if (!Utf8Parser.TryParse(text[..dot], out long seconds, out int used) || used != dot || seconds is < 0 or > 1L << 40) return false;
        long fraction = 0;
        ReadOnlySpan<byte> digits = text[(dot + 1)..];
        for (int i = 0; i < 6; i++)
        {
            byte digit = i < digits.Length ? digits[i] : (byte)'0';
            if (digit is < (byte)'0' or > (byte)'9') return false;
            fraction = (fraction * 10) + (digit - '0');
        }

        time = (seconds * 1_000_000) + fraction;
        return true;
    }
}
