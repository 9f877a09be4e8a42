using System;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>A file as lines of bytes with their numbers, or as a whole; each bounded.</summary>
internal sealed class LineReader(GzipSource source, string name)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>The next line without its end; false behind the last. The bytes are valid until the next call.</summary>
    internal bool TryReadLine(out ReadOnlyMemory<byte> line)
    {
        Line++;
        for (int searched = 0; ;)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = WithoutMark(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }

            searched = _end - _start;
            if (Fill()) continue;
            line = WithoutMark(_start, _end - _start);
            _start = _end;
            return line.Length > 0;
        }
    }

    /// <summary>All bytes.</summary>
    internal ReadOnlyMemory<byte> ReadAll()
    {
        Line = 1;
        while (Fill())
        {
            // Until the end, or the limit.
        }

        return WithoutMark(_start, _end - _start);
    }

    /// <summary>A byte order mark may stand before the first line.</summary>
    private Memory<byte> WithoutMark(int start, int length)
    {
        bool marked = Line == 1 && _buffer.AsSpan(start, length).StartsWith("\uFEFF"u8);
        return marked ? _buffer.AsMemory(start + 3, length - 3) : _buffer.AsMemory(start, length);
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

        if (_end == _buffer.Length)
        {
            if (_end > ScenarioLimits.MaxJsonBytes) throw new ScenarioException(name, Line, $"expected a scenario of at most {ScenarioLimits.MaxJsonBytes} bytes");
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, ScenarioLimits.MaxJsonBytes + 1));
        }

        int read = source.Read(_buffer.AsMemory(_end), Line);
        _end += read;
        _ended = read == 0;
        return !_ended;
    }
}
