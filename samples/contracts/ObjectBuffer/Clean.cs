#nullable enable
// The same drivers without their mistakes, and code that looks suspicious and is right.
using System;
using Obsidian.Media;

namespace Obsidian.Drivers;

public sealed class Clean(Card card, FrameBuffer kept)
{
    private readonly Overlay _overlay = new(card);

    public bool Draw(ReadOnlySpan<byte> picture)
    {
        using var frame = new FrameBuffer(card, 4096);
        if (frame.MapBuffer(4096, Access.Write) is not 0)
            return false;
        picture.CopyTo(frame.Bytes);
        if (frame.SyncDevice(Access.Write) != 0)
            return false;
        card.Show(frame);
        if (!card.WaitForFlip(100))
            card.Stop();
        return frame.UnmapBuffer() == 0;
    }

    public void Begin()
    {
        if (kept.MapBuffer(4096, Access.ReadWrite) != 0)
            throw new InvalidOperationException("not mapped");
    }

    public void End() => kept.UnmapBuffer();

    public bool Prepare(FrameBuffer frame) => frame.MapBuffer(4096, Access.Read) == 0;

    public void Guarded(Overlay overlay)
    {
        overlay.MapBuffer();
        if (overlay.State == MapState.Mapped)
        {
            overlay.SyncMap();
            overlay.UnmapBuffer();
        }
        if (overlay.State == MapState.Mapped)
            overlay.UnmapBuffer();
    }

    public bool AgainAfterTheUnmap(FrameBuffer frame)
    {
        for (int i = 0; i < 4; i++)
        {
            int status = frame.MapBuffer(4096, Access.Read);
            if (status < 0)
                return false;
            frame.SyncMap(Access.Read);
            frame.UnmapBuffer();
        }
        return true;
    }

    public void Field()
    {
        _overlay.MapBuffer();
        switch (_overlay.State)
        {
            case MapState.Mapped:
                _overlay.SyncMap();
                break;
            default:
                throw new InvalidOperationException("not mapped");
        }
    }

    public FrameBuffer? Made()
    {
        var frame = new FrameBuffer(card, 4096);
        if (frame.MapBuffer(4096, Access.Read) == 0)
            return frame;
        frame.Dispose();
        return null;
    }

    public void Checked(FrameBuffer frame)
    {
        Check(frame.MapBuffer(4096, Access.ReadWrite));
        Check(frame.SyncMap(Access.Read));
        Check(frame.UnmapBuffer());
    }

    private static void Check(int status)
    {
        if (status != 0)
            throw new InvalidOperationException("failed");
    }
}
