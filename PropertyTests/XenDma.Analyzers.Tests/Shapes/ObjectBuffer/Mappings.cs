#nullable enable
using System;
using Obsidian.Media;

namespace Shapes.ObjectBuffer;

public static class Bad
{
    public sealed class XDMA1001(Card card)
    {
        public void Run()
        {
            using var frame = new FrameBuffer(card, 4096);
            frame.Bytes.Clear();
            frame.SyncDevice(Access.Write); // expect: XDMA1001
        }
    }

    public sealed class XDMA1002(Card card)
    {
        public void Run()
        {
            var frame = new FrameBuffer(card, 4096);
            try
            {
                frame.UnmapBuffer(); // expect: XDMA1002
            }
            finally
            {
                frame.Dispose();
            }
        }
    }

    public sealed class XDMA1003
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            End(frame);
            frame.UnmapBuffer(); // expect: XDMA1003
        }

        private static void End(FrameBuffer frame) => frame.UnmapBuffer();
    }

    public sealed class XDMA1004(Card card)
    {
        public bool Run(bool abort)
        {
            var overlay = new Overlay(card);
            overlay.MapBuffer(); // expect: XDMA1004
            if (overlay.State is not MapState.Mapped || abort)
                return false;
            overlay.UnmapBuffer();
            return true;
        }
    }

    public sealed class XDMA1006(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Write) != 0)
                return;
            frame.UnmapBuffer();
            card.Show(frame); // expect: XDMA1006
        }
    }

    public sealed class XDMA2001(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            int status = frame.MapBuffer(64, Access.Write);
            card.Show(frame); // expect: XDMA2001
            card.Stop();
            if (status == 0)
                frame.UnmapBuffer();
        }
    }

    public sealed class XDMA2004(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Write) is not 0)
            {
                card.Show(frame); // expect: XDMA2004
                return;
            }
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA3002
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Write) != 0)
                return;
            frame.SyncMap(Access.Read); // expect: XDMA3002
            frame.UnmapBuffer();
        }
    }
}

public static class Good
{
    public sealed class XDMA1001(Card card)
    {
        public void Run()
        {
            using var frame = new FrameBuffer(card, 4096);
            if (frame.MapBuffer(4096, Access.Write) != 0)
                return;
            frame.Bytes.Clear();
            frame.SyncDevice(Access.Write);
        }
    }

    public sealed class XDMA1002(Card card)
    {
        public void Run()
        {
            var frame = new FrameBuffer(card, 4096);
            bool mapped = false;
            try
            {
                mapped = frame.MapBuffer(4096, Access.Read) == 0;
            }
            finally
            {
                if (mapped)
                    frame.UnmapBuffer();
                frame.Dispose();
            }
        }
    }

    public sealed class XDMA1003
    {
        public void Run(FrameBuffer frame)
        {
            for (int i = 0; i < 2; i++)
            {
                if (frame.MapBuffer(64, Access.Read) != 0)
                    return;
                frame.UnmapBuffer();
            }
        }
    }

    public sealed class XDMA1004(Card card)
    {
        public Overlay? Run(bool abort)
        {
            var overlay = new Overlay(card);
            overlay.MapBuffer();
            if (overlay.State is not MapState.Mapped)
                return null;
            if (!abort)
                return overlay;
            overlay.UnmapBuffer();
            return null;
        }
    }

    public sealed class XDMA1006(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Write) != 0)
                return;
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA2001(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            int status = frame.MapBuffer(64, Access.Write);
            Check(status);
            card.Show(frame);
            card.Stop();
            Check(frame.UnmapBuffer());
        }

        private static void Check(int status)
        {
            if (status != 0)
                throw new InvalidOperationException();
        }
    }

    public sealed class XDMA2004(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            bool ok = frame.MapBuffer(64, Access.Write) == 0;
            if (!ok)
            {
                frame.Dispose();
                return;
            }
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA3002
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.ReadWrite) != 0)
                return;
            frame.SyncMap(Access.Read);
            frame.UnmapBuffer();
        }
    }
}
