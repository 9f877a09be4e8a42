using System;
using XenDma.Specs.Scenarios.Json;

namespace XenDma.Specs.Traces.Reading;

/// <summary>A trace as lines of bytes. A line has at most <see cref="MaxLine"/> bytes: what is longer is damaged, and left out.</summary>
internal sealed class TraceLines(GzipSource source)
{
    /// <summary>The longest line: 1 MiB. A list of 65,536 entries fits.</summary>
    internal const int MaxLine = 1 << 20;

    private readonly byte[] _buffer = new byte[2 * MaxLine];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _skipping;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>Lines that were too long.</summary>
    internal long TooLong { get; private set; }

    /// <summary>Whether the last line has no line end: the file may be cut within it.</summary>
    internal bool LastIsOpen { get; private set; }

    /// <summary>The next line without its end; false behind the last. The bytes are valid until the next call.</summary>
    internal bool TryRead(out ReadOnlySpan<byte> line)
    {
        for (int searched = 0; ;)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length);
                if (!_skipping) return true;
                _skipping = false;
                searched = 0;
                continue;
            }

            searched = _end - _start;
            if (searched > MaxLine)
            {
                if (!_skipping) TooLong++;
                _skipping = true;
                _start = _end;
                searched = 0;
            }

            if (Fill()) continue;
            LastIsOpen = searched > 0 && !_skipping;
            if (!LastIsOpen)
            {
                line = default;
                return false;
            }

            line = Take(searched);
            return true;
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Line++;
        Span<byte> line = _buffer.AsSpan(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        if (line is [.., (byte)'\r']) line = line[..^1];
        return Line == 1 && line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private bool Fill()
    {
        if (_ended) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int read = source.Read(_buffer.AsMemory(_end), Line + 1);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }
}
