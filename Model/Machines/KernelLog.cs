using System;
using System.Collections.Generic;

namespace XenDma.Machines;

/// <summary>The level of a line of the kernel log; the values are the kernel's.</summary>
public enum KernelLogLevel
{
    /// <summary>KERN_ERR.</summary>
    Error = 3,

    /// <summary>KERN_WARNING.</summary>
    Warning = 4,

    /// <summary>KERN_INFO.</summary>
    Info = 6,
}

/// <summary>A line of the kernel log.</summary>
/// <param name="Level">How grave.</param>
/// <param name="Message">The text, without its line end.</param>
public readonly record struct KernelLogLine(KernelLogLevel Level, string Message);

/// <summary>The guest kernel's log. Bounded: it keeps the first lines and counts all.</summary>
public sealed class KernelLog
{
    /// <summary>The most lines that are kept.</summary>
    public const int Capacity = 1024;

    private readonly List<KernelLogLine> _lines = [];

    /// <summary>The first <see cref="Capacity"/> lines.</summary>
    public IReadOnlyList<KernelLogLine> Lines => _lines;

    /// <summary>How many lines were logged in all.</summary>
    public long Count { get; private set; }

    /// <summary>Logs a line that is formatted only where it is kept.</summary>
    /// <param name="level">How grave.</param>
    /// <param name="facts">What <paramref name="format"/> needs.</param>
    /// <param name="format">Makes the text; a static lambda, so that nothing is allocated where the log is full.</param>
    public void Write<T>(KernelLogLevel level, T facts, Func<T, string> format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Count++;
        if (_lines.Count < Capacity) _lines.Add(new KernelLogLine(level, format(facts)));
    }

    /// <summary>Logs a line.</summary>
    public void Write(KernelLogLevel level, string message) => Write(level, message, static text => text);
}
