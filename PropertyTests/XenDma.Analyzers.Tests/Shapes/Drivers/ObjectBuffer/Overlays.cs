// defect: overlays by state; a pair that is half set up, a read of what the device writes, a state that is asked too late.
#nullable enable
using System;
using Obsidian.Media;

namespace Drivers.Overlays;

public sealed class Overlays(Card card)
{
    public bool Pair()
    {
        var left = new Overlay(card);
        var right = new Overlay(card);
        left.MapBuffer(); // expect: XDMA1004
        if (left.State is not MapState.Mapped)
            return false;
        right.MapBuffer();
        switch (right.State)
        {
            case MapState.Mapped:
                right.UnmapBuffer();
                left.UnmapBuffer();
                return true;
            default:
                return false;
        }
    }

    public bool PairUnwound()
    {
        var left = new Overlay(card);
        var right = new Overlay(card);
        left.MapBuffer();
        if (left.State is not MapState.Mapped)
            return false;
        right.MapBuffer();
        if (right.State is MapState.Mapped)
        {
            right.UnmapBuffer();
            left.UnmapBuffer();
            return true;
        }
        left.UnmapBuffer();
        return false;
    }

    public int Peek(FrameBuffer frame)
    {
        if (frame.MapBuffer(64, Access.Read) != 0)
            return -1;
        card.Show(frame);
        if (!card.WaitForFlip(16))
            card.Stop();
        int first = frame.Bytes[0]; // expect: XDMA4001
        frame.UnmapBuffer();
        return first;
    }

    public void Late(Overlay overlay)
    {
        overlay.MapBuffer();
        overlay.SyncMap(); // expect: XDMA2001
        if (overlay.State == MapState.Mapped)
            overlay.UnmapBuffer();
    }
}
