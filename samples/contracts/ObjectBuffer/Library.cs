#nullable enable
using System;

namespace Obsidian.Media;

/// <summary>A buffer of a graphics device, which the CPU maps, syncs and unmaps through the object itself.</summary>
public sealed class FrameBuffer : IDisposable
{
    public FrameBuffer(Card card, int bytes) => throw new NotSupportedException();

    public ulong DeviceAddress => throw new NotSupportedException();

    public MapState State => throw new NotSupportedException();

    public Span<byte> Bytes => throw new NotSupportedException();

    /// <summary>0, or the number of an error.</summary>
    public int MapBuffer(int bytes, Access access) => throw new NotSupportedException();

    public int SyncMap(Access access) => throw new NotSupportedException();

    public int SyncDevice(Access access) => throw new NotSupportedException();

    public int UnmapBuffer() => throw new NotSupportedException();

    /// <summary>Unmaps what is mapped, and frees.</summary>
    public void Dispose() => throw new NotSupportedException();
}

/// <summary>A buffer that tells by its state whether it is mapped.</summary>
public sealed class Overlay
{
    public Overlay(Card card) => throw new NotSupportedException();

    public MapState State => throw new NotSupportedException();

    public void MapBuffer() => throw new NotSupportedException();

    public void SyncMap() => throw new NotSupportedException();

    public void UnmapBuffer() => throw new NotSupportedException();
}

public enum MapState
{
    Unmapped,
    Mapped,
    Failed,
}

public enum Access
{
    ReadWrite,
    Write,
    Read,
}

public sealed class Card
{
    public void Show(FrameBuffer frame) => throw new NotSupportedException();

    public bool WaitForFlip(int milliseconds) => throw new NotSupportedException();

    public void Stop() => throw new NotSupportedException();
}
