#nullable enable
using System;
using System.Runtime.InteropServices;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed class XDMA4001(Adapter card, IntPtr memory)
    {
        public int Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return -1;
            card.Start(bus, 64);
            if (!card.WaitDone(10))
                card.Halt();
            int first = Marshal.ReadInt32(memory, 4); // expect: XDMA4001
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
            return first;
        }
    }

    public sealed class XDMA4002(Adapter card, IntPtr memory)
    {
        public unsafe void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            *(uint*)memory = 1; // expect: XDMA4002
            card.Start(bus, 64);
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA4003(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.Both);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.Both);
            Marshal.WriteByte(memory, 1);
            card.Start(bus, 64); // expect: XDMA4003
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.Both);
        }
    }

    public sealed class XDMA4004(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.ToCard); // expect: XDMA4004
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA4005(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard, Hints.SkipCpuSync); // expect: XDMA4005
            if (Bus.HasFailed(card, bus))
                return;
            card.Start(bus, 64);
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.ToCard, Hints.SkipCpuSync);
        }
    }

    public sealed class XDMA4006(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong whole = Bus.AttachSingle(card, memory, 128, Flow.FromCard);
            if (Bus.HasFailed(card, whole))
                return;
            ulong tail = Bus.AttachSingle(card, memory + 64, 64, Flow.ToCard); // expect: XDMA4006
            if (!Bus.HasFailed(card, tail))
                Bus.DetachSingle(card, tail, 64, Flow.ToCard);
            Bus.DetachSingle(card, whole, 128, Flow.FromCard);
        }
    }

    public sealed class XDMA4007(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            card.Start(bus, 64);
            bool late = !card.WaitDone(100);
            if (late)
                Bus.DetachSingle(card, bus, 64, Flow.FromCard); // expect: XDMA4007
            else
                Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }
}

public static class Good
{
    public sealed class XDMA4001(Adapter card, IntPtr memory)
    {
        public unsafe int Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return -1;
            card.Start(bus, 64);
            if (!card.WaitDone(10))
                card.Halt();
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard);
            int first = ((int*)memory)[1] + Marshal.ReadInt32(memory, 128);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
            return first + *(int*)memory;
        }
    }

    public sealed class XDMA4002(Adapter card, IntPtr memory)
    {
        public unsafe void Run()
        {
            *(uint*)memory = 1;
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            Marshal.WriteInt64(memory, 8, 1);
            Bus.GiveToDevice(card, bus, 0, 64, Flow.ToCard);
            card.Start(bus, 64);
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA4003(Adapter card, IntPtr memory)
    {
        public void Run(byte[] next)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.Both);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.Both);
            Marshal.Copy(next, 0, memory, 64);
            Bus.GiveToDevice(card, bus, 0, 64, Flow.Both);
            card.Start(bus, 64);
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.Both);
        }
    }

    public sealed class XDMA4004(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard);
            Bus.GiveToDevice(card, bus, 0, 64, Flow.FromCard);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA4005(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard, Hints.SkipCpuSync);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToDevice(card, bus, 0, 64, Flow.ToCard);
            card.Start(bus, 64);
            card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.ToCard, Hints.SkipCpuSync);
        }
    }

    public sealed class XDMA4006(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong head = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, head))
                return;
            ulong tail = Bus.AttachSingle(card, memory + 64, 64, Flow.ToCard);
            if (!Bus.HasFailed(card, tail))
                Bus.DetachSingle(card, tail, 64, Flow.ToCard);
            Bus.DetachSingle(card, head, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA4007(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            card.Start(bus, 64);
            if (!card.WaitDone(100))
                card.Halt();
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }
}
