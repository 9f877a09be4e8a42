// defect: frames in a swap chain: synced before they are mapped, shown after the unmap, unmapped by two.
#nullable enable
using System;
using System.Collections.Generic;
using Obsidian.Media;

namespace Drivers.Compositor;

public sealed class Compositor(Card card, IReadOnlyList<FrameBuffer> chain)
{
    private int _front;

    public bool Flip(ReadOnlySpan<byte> pixels)
    {
        var frame = chain[_front];
        int status = frame.MapBuffer(pixels.Length, Access.Write);
        if (status != 0)
            return false;
        pixels.CopyTo(frame.Bytes);
        frame.SyncDevice(Access.Write);
        card.Show(frame);
        if (!card.WaitForFlip(16))
            card.Stop();
        frame.UnmapBuffer();
        _front = (_front + 1) % chain.Count;
        return true;
    }

    public void ShowStale()
    {
        var frame = new FrameBuffer(card, 4096);
        try
        {
            if (frame.MapBuffer(4096, Access.Write) is var status && status != 0)
                return;
            frame.UnmapBuffer();
            card.Show(frame); // expect: XDMA1006
        }
        finally
        {
            frame.Dispose();
        }
    }

    public void SyncFirst(byte fill)
    {
        using var frame = new FrameBuffer(card, 4096);
        frame.Bytes.Fill(fill);
        frame.SyncDevice(Access.Write); // expect: XDMA1001
        if (frame.MapBuffer(4096, Access.Write) == 0)
        {
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public bool Hurried(FrameBuffer frame)
    {
        if (frame.MapBuffer(4096, Access.Read) != 0)
            return false;
        card.Show(frame);
        bool flipped = card.WaitForFlip(16);
        if (flipped)
            frame.SyncMap(Access.Read);
        frame.UnmapBuffer(); // expect: XDMA4007
        return flipped;
    }
}
