using System;
using System.IO;
using System.IO.Compression;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>A file's bytes, decompressed where its first two say gzip; faults name the file.</summary>
internal sealed class GzipSource : IDisposable
{
    private const string CutShort = "the gzip data ends too early";

    /// <summary>The bytes of a member's head and tail.</summary>
    private const long MinMember = 18;

    private readonly string _name;
    private readonly GzipHead _head;
    private readonly GZipStream? _gzip;
    private ulong _given;

    /// <param name="stream">The bytes; stays open.</param>
    /// <param name="name">The file's name for messages.</param>
    internal GzipSource(Stream stream, string name)
    {
        _name = name;
        _head = new GzipHead(stream);
        if (Guard(0, () => _head.Peek()) is [0x1f, 0x8b]) _gzip = new GZipStream(_head, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Reads on; 0 at the end.</summary>
    /// <param name="room">Where to.</param>
    /// <param name="line">The line that is being read, for messages.</param>
    internal int Read(Memory<byte> room, long line)
    {
        int read = Guard(line, () => (_gzip ?? (Stream)_head).Read(room.Span));
        _given += (ulong)read;
        return read > 0 || _gzip is null || IsWhole ? read : throw new ScenarioException(_name, line, CutShort);
    }

    /// <summary>GZipStream takes a cut in the middle for an end. A whole file ends in the size of its last member, modulo 2^32; with several
    /// members, as cat makes them, that is less than all.</summary>
    private bool IsWhole => _head.Count >= MinMember && ((uint)_given == _head.Last4 || (_head.HasSecondMember && _head.Last4 < _given));

    public void Dispose() => _gzip?.Dispose();

    private T Guard<T>(long line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException)
        {
            throw new ScenarioException(_name, line, _head.HasEnded ? CutShort : "the gzip data is damaged");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException(_name, line, "cannot be read: " + JsonText.FirstSentence(fault.Message));
        }
    }
}
