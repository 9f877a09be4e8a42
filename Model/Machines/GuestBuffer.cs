using System;
using XenDma.Machines;

namespace XenDma;

/// <summary>A run of guest memory that the CPU can read and write.</summary>
public sealed class GuestBuffer
{
    private readonly GuestMemory _memory;

    internal GuestBuffer(GuestMemory memory, PhysAddr address, int length)
    {
        _memory = memory;
        Address = address;
        Length = length;
    }

    /// <summary>The guest address of the first byte.</summary>
    public PhysAddr Address { get; }

    /// <summary>The number of bytes.</summary>
    public int Length { get; }

    /// <summary>The CPU's view of the bytes. A <see cref="GuestMemory.Observer"/> does not see what is done with it.</summary>
    public Span<byte> Span => _memory.Cpu(Address, Length);

    /// <summary>The CPU's view of one byte.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">The index lies outside the buffer.</exception>
    public byte this[int index]
    {
        get
        {
            Span<byte> span = Span;
            if ((uint)index < (uint)span.Length) _memory.Observer?.OnRead(Address + (ulong)index, 1);
            return span[index];
        }

        set
        {
            Span<byte> span = Span;
            if ((uint)index < (uint)span.Length) _memory.Observer?.OnWrite(Address + (ulong)index, 1);
            span[index] = value;
            _memory.NoteStore(Address + (ulong)index, 1);
        }
    }

    /// <summary>A part of this buffer; no bytes are copied.</summary>
    /// <param name="offset">The part's first byte, 0 to <see cref="Length"/>.</param>
    /// <param name="length">The part's bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part leaves the buffer.</exception>
    public GuestBuffer Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new GuestBuffer(_memory, Address + (ulong)offset, length);
    }

    /// <summary>The CPU writes the same value to every byte.</summary>
    public void Fill(byte value)
    {
        _memory.Observer?.OnWrite(Address, Length);
        Span.Fill(value);
        _memory.NoteStore(Address, (ulong)Length);
    }

    /// <summary>The CPU writes bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bytes leave the buffer.</exception>
    public void Write(int offset, ReadOnlySpan<byte> source)
    {
        Span<byte> part = Part(offset, source.Length);
        _memory.Observer?.OnWrite(Address + (ulong)offset, part.Length);
        source.CopyTo(part);
        _memory.NoteStore(Address + (ulong)offset, (ulong)part.Length);
    }

    /// <summary>The CPU reads bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bytes leave the buffer.</exception>
    public void Read(int offset, Span<byte> destination)
    {
        Span<byte> part = Part(offset, destination.Length);
        _memory.Observer?.OnRead(Address + (ulong)offset, part.Length);
        part.CopyTo(destination);
    }

    private Span<byte> Part(int offset, int length) => Span.Slice(offset, length);
}
