#nullable enable
// Drivers with one mistake in each method.
using System;
using Obsidian.Media;

namespace Obsidian.Drivers;

public sealed class Defects(Card card)
{
    public void SyncBeforeTheMap()
    {
        using var frame = new FrameBuffer(card, 4096);
        frame.SyncMap(Access.Read); // expect: XDMA1001
    }

    public void SyncAfterTheUnmap(FrameBuffer frame)
    {
        if (frame.MapBuffer(4096, Access.Read) != 0)
            return;
        frame.UnmapBuffer();
        frame.SyncMap(Access.Read); // expect: XDMA1001
    }

    public void UnmapBeforeTheMap()
    {
        using var frame = new FrameBuffer(card, 4096);
        frame.UnmapBuffer(); // expect: XDMA1002
    }

    public void UnmappedTwice(FrameBuffer frame)
    {
        if (frame.MapBuffer(4096, Access.Read) != 0)
            return;
        frame.UnmapBuffer();
        frame.UnmapBuffer(); // expect: XDMA1003
    }

    public void OverlayUnmappedTwice(Overlay overlay)
    {
        overlay.MapBuffer();
        if (overlay.State != MapState.Mapped)
            return;
        overlay.UnmapBuffer();
        overlay.UnmapBuffer(); // expect: XDMA1003
    }

    public bool Leaks(bool abort)
    {
        var overlay = new Overlay(card);
        overlay.MapBuffer(); // expect: XDMA1004
        if (overlay.State != MapState.Mapped)
            return false;
        if (abort)
            return false;
        overlay.UnmapBuffer();
        return true;
    }

    public bool FirstLeaksWhenSecondFails()
    {
        var front = new Overlay(card);
        var back = new Overlay(card);
        front.MapBuffer(); // expect: XDMA1004
        if (front.State == MapState.Failed)
            return false;
        back.MapBuffer();
        if (back.State != MapState.Mapped)
            return false;
        back.UnmapBuffer();
        front.UnmapBuffer();
        return true;
    }

    public void StatusIgnored(FrameBuffer frame)
    {
        frame.MapBuffer(4096, Access.Read);
        frame.SyncMap(Access.Read); // expect: XDMA2001
        frame.UnmapBuffer();
    }

    public void StateNeverAsked(Overlay overlay)
    {
        overlay.MapBuffer();
        overlay.SyncMap(); // expect: XDMA2001
        overlay.UnmapBuffer();
    }

    public void FailedUnmapped(FrameBuffer frame)
    {
        int status = frame.MapBuffer(4096, Access.Read);
        if (status != 0)
        {
            frame.UnmapBuffer(); // expect: XDMA2004
            return;
        }
        frame.UnmapBuffer();
    }

    public void DirectionDiffers(FrameBuffer frame)
    {
        if (0 != frame.MapBuffer(4096, Access.Read))
            return;
        frame.SyncDevice(Access.Write); // expect: XDMA3002
        frame.UnmapBuffer();
    }
}
