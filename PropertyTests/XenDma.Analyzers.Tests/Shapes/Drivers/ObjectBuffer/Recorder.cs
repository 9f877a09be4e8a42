// clean: recordings; helpers that map and unmap, a wrapper that owns the frame, status told by exceptions.
#nullable enable
using System;
using System.Collections.Generic;
using Obsidian.Media;

namespace Drivers.Recorder;

public sealed class MediaException(string what, int status) : Exception($"{what}: {status}");

public sealed class Recorder(Card card) : IDisposable
{
    private readonly Dictionary<string, FrameBuffer> _frames = [];

    public void Add(string name, int bytes)
    {
        var frame = new FrameBuffer(card, bytes);
        try
        {
            Require(frame.MapBuffer(bytes, Access.Read), "map");
            _frames.Add(name, frame);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    public byte[] Snapshot(string name)
    {
        if (!_frames.TryGetValue(name, out var frame))
            return [];
        Require(frame.SyncMap(Access.Read), "sync");
        return frame.Bytes.ToArray();
    }

    public void Dispose()
    {
        card.Stop();
        foreach (var frame in _frames.Values)
        {
            _ = frame.UnmapBuffer();
            frame.Dispose();
        }
        _frames.Clear();
    }

    public int Sum(FrameBuffer frame) => WithMapped(frame, static f =>
    {
        int sum = 0;
        foreach (byte b in f.Bytes)
            sum += b;
        return sum;
    });

    private static T WithMapped<T>(FrameBuffer frame, Func<FrameBuffer, T> use)
    {
        Require(frame.MapBuffer(4096, Access.Read), "map");
        try
        {
            Require(frame.SyncMap(Access.Read), "sync");
            return use(frame);
        }
        finally
        {
            frame.UnmapBuffer();
        }
    }

    private static void Require(int status, string what)
    {
        if (status != 0)
            throw new MediaException(what, status);
    }
}
