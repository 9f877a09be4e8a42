#nullable enable
using System;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed class XDMA2001(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            card.Start(bus, 64); // expect: XDMA2001
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA2002(Adapter card, IntPtr memory)
    {
        public bool Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (bus is ulong.MaxValue) // expect: XDMA2002
                return false;
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            return true;
        }
    }

    public sealed class XDMA2003(Adapter card, SegmentList list)
    {
        public bool Run()
        {
            int mapped = Bus.AttachList(card, list, 4, Flow.ToCard);
            if (mapped < 0) // expect: XDMA2003
                return false;
            Bus.DetachList(card, list, 4, Flow.ToCard);
            return true;
        }
    }

    public sealed class XDMA2004(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            bool failed = Bus.HasFailed(card, bus);
            if (failed)
                card.Start(bus, 64); // expect: XDMA2004
            else
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA2005(Adapter card)
    {
        public unsafe void Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            new Span<byte>((void*)ring, 4096).Clear(); // expect: XDMA2005
            Bus.FreeShared(card, 4096, ring, bus);
        }
    }

    public sealed class XDMA2006(Adapter card)
    {
        public void Run() => Bus.TrySetReach(card, 32); // expect: XDMA2006
    }
}

public static class Good
{
    public sealed class XDMA2001(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (!IsUsable(bus))
                return;
            card.Start(bus, 64);
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }

        private bool IsUsable(ulong bus) => !Bus.HasFailed(card, bus);
    }

    public sealed class XDMA2002(Adapter card, IntPtr memory)
    {
        public bool Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return false;
            bool low = bus < 1UL << 32;
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            return low;
        }
    }

    public sealed class XDMA2003(Adapter card, SegmentList list)
    {
        public bool Run()
        {
            if (Bus.AttachList(card, list, 4, Flow.ToCard) is not > 0)
                return false;
            Bus.DetachList(card, list, 4, Flow.ToCard);
            return true;
        }
    }

    public sealed class XDMA2004(Adapter card, IntPtr memory)
    {
        public void Run(Action<ulong> log)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            bool ok = !Bus.HasFailed(card, bus);
            if (ok)
                log(bus);
            if (ok)
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA2005(Adapter card)
    {
        public unsafe void Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == 0)
                throw new OutOfMemoryException();
            new Span<byte>((void*)ring, 4096).Clear();
            Bus.FreeShared(card, 4096, ring, bus);
        }
    }

    public sealed class XDMA2006(Adapter card)
    {
        public bool Run() => Bus.TrySetReach(card, 64) || Bus.TrySetReach(card, 32);
    }
}
