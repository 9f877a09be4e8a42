#nullable enable
using System;
using Obsidian.Media;

namespace Shapes.ObjectBuffer;

public static class Bad
{
    public sealed class XDMA4001(Card card)
    {
        public byte Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return 0;
            card.Show(frame);
            card.Stop();
            byte first = frame.Bytes[0]; // expect: XDMA4001
            frame.UnmapBuffer();
            return first;
        }
    }

    public sealed class XDMA4002(Card card)
    {
        public void Run(FrameBuffer frame, ReadOnlySpan<byte> picture)
        {
            if (frame.MapBuffer(64, Access.Write) != 0)
                return;
            picture.CopyTo(frame.Bytes); // expect: XDMA4002
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4003(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.ReadWrite) != 0)
                return;
            frame.SyncMap(Access.Read);
            frame.Bytes[..4].Clear();
            card.Show(frame); // expect: XDMA4003
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4004
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            frame.SyncDevice(Access.Read); // expect: XDMA4004
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4007(Card card)
    {
        public bool Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return false;
            try
            {
                card.Show(frame);
                return card.WaitForFlip(16);
            }
            finally
            {
                frame.UnmapBuffer(); // expect: XDMA4007
            }
        }
    }

    public sealed class XDMA5001(Action<uint> register)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            register((uint)frame.DeviceAddress); // expect: XDMA5001
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA5002(Card card)
    {
        public ulong Run(int gfn)
        {
            card.Stop();
            return (ulong)(gfn * 4096); // expect: XDMA5002
        }
    }

    public sealed class XDMA5004(Action<ulong> register)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            register(frame.DeviceAddress + 4096); // expect: XDMA5004
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA5005
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(1920 * 1080 * 4, Access.Write) == 0) // expect: XDMA5005
                frame.UnmapBuffer();
        }
    }

    public sealed class XDMA7001(Card card)
    {
        public int Run(FrameBuffer frame, int[] palette)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return 0;
            card.Show(frame);
            card.Stop();
            frame.SyncMap(Access.Read);
            int colour = palette[frame.Bytes[0]]; // expect: XDMA7001
            frame.UnmapBuffer();
            return colour;
        }
    }
}

public static class Good
{
    public sealed class XDMA4001(Card card)
    {
        public byte Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return 0;
            card.Show(frame);
            card.Stop();
            frame.SyncMap(Access.Read);
            byte first = frame.Bytes[0];
            frame.UnmapBuffer();
            return (byte)(first + frame.Bytes[1]);
        }
    }

    public sealed class XDMA4002(Card card)
    {
        public void Run(FrameBuffer frame, ReadOnlySpan<byte> picture)
        {
            if (frame.MapBuffer(64, Access.Write) != 0)
                return;
            picture.CopyTo(frame.Bytes);
            frame.SyncDevice(Access.Write);
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4003(Card card)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.ReadWrite) != 0)
                return;
            frame.SyncMap(Access.Read);
            frame.Bytes[..4].Clear();
            frame.SyncDevice(Access.Write);
            card.Show(frame);
            card.Stop();
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4004
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            frame.SyncMap(Access.Read);
            frame.SyncDevice(Access.Read);
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA4007(Card card)
    {
        public bool Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return false;
            bool flipped = false;
            try
            {
                card.Show(frame);
                return flipped = card.WaitForFlip(16);
            }
            finally
            {
                if (!flipped)
                    card.Stop();
                frame.UnmapBuffer();
            }
        }
    }

    public sealed class XDMA5001(Action<uint, uint> registers)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            registers((uint)frame.DeviceAddress, (uint)(frame.DeviceAddress >> 32));
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA5002(Card card)
    {
        public ulong Run(int gfn)
        {
            card.Stop();
            return (ulong)gfn * 4096;
        }
    }

    public sealed class XDMA5004(Action<ulong> register)
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return;
            register(frame.DeviceAddress + 60);
            frame.UnmapBuffer();
        }
    }

    public sealed class XDMA5005
    {
        public void Run(FrameBuffer frame)
        {
            if (frame.MapBuffer(640 * 100 * 4, Access.Write) == 0)
                frame.UnmapBuffer();
        }
    }

    public sealed class XDMA7001(Card card)
    {
        public int Run(FrameBuffer frame, int[] palette)
        {
            if (frame.MapBuffer(64, Access.Read) != 0)
                return 0;
            card.Show(frame);
            card.Stop();
            frame.SyncMap(Access.Read);
            byte index = frame.Bytes[0];
            int colour = index < palette.Length ? palette[index] : 0;
            frame.UnmapBuffer();
            return colour;
        }
    }
}
