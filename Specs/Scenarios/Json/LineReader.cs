using System;
using System.IO;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Lines of bytes with their numbers, each bounded.</summary>
internal sealed class LineReader(Stream stream, string name) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _line;
    private bool _ended;

    /// <summary>The next line without its end; the bytes are valid until the next call.</summary>
    internal bool TryReadLine(out ReadOnlyMemory<byte> line, out long number)
    {
        number = ++_line;
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Trimmed(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }

            searched = _end - _start;
            if (Fill()) continue;
            line = Trimmed(_start, _end - _start);
            _start = _end;
            return line.Length > 0;
        }
    }

    /// <summary>All bytes.</summary>
    internal ReadOnlySpan<byte> ReadAll()
    {
        _line = 1;
        while (Fill())
        {
            // Until the end, or the limit.
        }

        ReadOnlySpan<byte> all = Trimmed(_start, _end - _start).Span;
        return all.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? throw new ScenarioException(name, 0, "no scenario in the file") : all;
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlyMemory<byte> Trimmed(int start, int length)
    {
        // A byte order mark may stand before the first line.
        bool marked = _line == 1 && length >= 3 && _buffer.AsSpan(start, 3).SequenceEqual("\uFEFF"u8);
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
            if (_end >= ScenarioLimits.MaxJsonBytes)
                throw new ScenarioException(name, Math.Max(1, _line), $"a scenario of more than {ScenarioLimits.MaxJsonBytes} bytes");
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, ScenarioLimits.MaxJsonBytes));
        }

        try
        {
            int read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _ended = read == 0;
            return read > 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException)
        {
            throw new ScenarioException(name, _line, $"the file cannot be decompressed or read: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }
}
