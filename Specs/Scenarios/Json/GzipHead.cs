using System;
using System.IO;

namespace XenDma.Specs.Scenarios.Json;

/// <summary>Compressed bytes on their way to the decompressor: the first two can be seen before, and what shows a whole file is kept.</summary>
internal sealed class GzipHead(Stream stream) : Stream
{
    /// <summary>1f 8b 08, the least significant byte first.</summary>
    private const uint MemberStart = 0x088b1f;

    private byte[] _peeked = [];
    private int _given;

    /// <summary>Whether the stream's end was met.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The last four bytes, as a number.</summary>
    internal uint Last4 { get; private set; }

    /// <summary>The bytes that went through.</summary>
    internal long Count { get; private set; }

    /// <summary>Whether the start of a member was seen after the first.</summary>
    internal bool HasSecondMember { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The first two bytes, or what there is.</summary>
    internal byte[] Peek()
    {
        var two = new byte[2];
        _peeked = two[..stream.ReadAtLeast(two, 2, throwOnEndOfStream: false)];
        return _peeked;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given < _peeked.Length && !buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, _peeked.Length - _given);
            _peeked.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            Watch(buffer[..count]);
            return count;
        }

        int read = stream.Read(buffer);
        HasEnded |= read == 0 && !buffer.IsEmpty;
        Watch(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Last4 = (Last4 >> 8) | ((uint)value << 24);
            Count++;
            HasSecondMember |= Last4 >> 8 == MemberStart && Count > 3;
        }
    }
}
