// defect: the same mistakes in the styles in which drivers are written.
#nullable enable
using System;
using Obsidian.Media;

namespace Drivers.Styles;

public sealed class Styles(Card card)
{
    public bool NestedIfs(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var front = new Overlay(card);
        var back = new Overlay(card);
        bool ok = false;
        front.MapBuffer(); // expect: XDMA1004
        if (front.State == MapState.Mapped)
        {
            back.MapBuffer();
            if (back.State == MapState.Mapped)
            {
                ok = left.Length == right.Length;
                back.UnmapBuffer();
                front.UnmapBuffer();
            }
        }
        return ok;
    }

    public bool Flags()
    {
        var front = new Overlay(card);
        var back = new Overlay(card);
        front.MapBuffer();
        bool first = front.State == MapState.Mapped;
        bool second = false;
        if (first)
        {
            back.MapBuffer();
            second = back.State == MapState.Mapped;
        }
        if (second)
            back.UnmapBuffer();
        if (first)
            front.UnmapBuffer();
        return first && second;
    }

    public void Helpers(FrameBuffer frame)
    {
        Map(frame);
        card.Show(frame);
        if (!Flipped())
        {
            Unmap(frame); // expect: XDMA4007
            throw new TimeoutException();
        }
        Unmap(frame);
    }

    public void HelperSyncs()
    {
        var frame = new FrameBuffer(card, 64);
        try
        {
            frame.SyncMap(Access.Read); // expect: XDMA1001
            Map(frame);
            Unmap(frame);
        }
        finally
        {
            frame.Dispose();
        }
    }

    public void Finally(FrameBuffer frame)
    {
        int status = -1;
        try
        {
            status = frame.MapBuffer(64, Access.Read);
            if (status == 0)
                frame.SyncMap(Access.Read);
        }
        finally
        {
            if (status == 0)
                frame.UnmapBuffer();
        }
    }

    public void FinallyAlways(FrameBuffer frame)
    {
        int status = frame.MapBuffer(64, Access.Read);
        try
        {
            if (status != 0)
                throw new InvalidOperationException();
            frame.SyncMap(Access.Read);
        }
        finally
        {
            frame.UnmapBuffer(); // expect: XDMA2004
        }
    }

    public bool Early(FrameBuffer frame, bool dry)
    {
        if (frame.MapBuffer(64, Access.Read) is not 0)
            return false;
        if (dry)
            frame.UnmapBuffer();
        frame.UnmapBuffer(); // expect: XDMA1003
        return true;
    }

    private static void Map(FrameBuffer frame)
    {
        if (frame.MapBuffer(64, Access.Read) != 0)
            throw new InvalidOperationException("not mapped");
    }

    private static void Unmap(FrameBuffer frame) => _ = frame.UnmapBuffer();

    private bool Flipped() => card.WaitForFlip(8) || card.WaitForFlip(16);
}
