#nullable enable
using System;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed class XDMA3001(Adapter card, IntPtr memory)
    {
        public void Run(nuint bytes, nuint header)
        {
            ulong bus = Bus.AttachSingle(card, memory, bytes + 16, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, bytes, Flow.ToCard); // expect: XDMA3001
        }
    }

    public sealed class XDMA3002(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.Both);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, Flow.FromCard); // expect: XDMA3002
        }
    }

    public sealed class XDMA3003(IntPtr memory)
    {
        public void Run(Adapter first, Adapter second)
        {
            ulong bus = Bus.AttachSingle(first, memory, 64, Flow.ToCard);
            if (!Bus.HasFailed(first, bus))
                Bus.DetachSingle(second, bus, 64, Flow.ToCard); // expect: XDMA3003
        }
    }

    public sealed class XDMA3004(Adapter card, IntPtr page)
    {
        public void Run()
        {
            ulong bus = Bus.AttachPage(card, page, 0, 64, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, Flow.ToCard); // expect: XDMA3004
        }
    }

    public sealed class XDMA3005(Adapter card, SegmentList list)
    {
        public void Run()
        {
            int mapped = Bus.AttachList(card, list, list.Segments, Flow.FromCard);
            if (mapped == 0)
                return;
            Bus.GiveListToCpu(card, list, mapped, Flow.FromCard); // expect: XDMA3005
            Bus.DetachList(card, list, list.Segments, Flow.FromCard);
        }
    }

    public sealed class XDMA3006(Adapter card, SegmentList list)
    {
        public void Run(int segments)
        {
            int mapped = Bus.AttachList(card, list, segments, Flow.ToCard);
            if (mapped == 0)
                return;
            int i = 0;
            while (i < segments)
                card.Start(list.DmaAddressOf(i++), 64); // expect: XDMA3006
            Bus.DetachList(card, list, segments, Flow.ToCard);
        }
    }

    public sealed class XDMA3007(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard, Hints.SkipCpuSync);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard); // expect: XDMA3007
        }
    }

    public sealed class XDMA3008(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 48, 32, Flow.FromCard); // expect: XDMA3008
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA3009(Adapter card, IntPtr memory)
    {
        private ulong _bus;

        public bool Begin() => !Bus.HasFailed(card, _bus = Bus.AttachPage(card, memory, 0, 64, Flow.Nowhere)); // expect: XDMA3009

        public void End() => Bus.DetachPage(card, _bus, 64, Flow.Both);
    }

    public sealed class XDMA3010(Adapter card)
    {
        public void Run()
        {
            IntPtr first = Bus.AllocShared(card, 4096, out ulong firstBus);
            if (first == IntPtr.Zero)
                return;
            Bus.FreeShared(card, 8192, first, firstBus); // expect: XDMA3010
        }
    }
}

public static class Good
{
    public sealed class XDMA3001(Adapter card, IntPtr memory)
    {
        public void Run(nuint bytes)
        {
            nuint whole = bytes + 16;
            ulong bus = Bus.AttachSingle(card, memory, whole, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 16 + bytes, Flow.ToCard);
        }
    }

    public sealed class XDMA3002(Adapter card, IntPtr memory)
    {
        public void Run(bool reads)
        {
            Flow flow = reads ? Flow.FromCard : Flow.ToCard;
            ulong bus = Bus.AttachSingle(card, memory, 64, flow);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 64, flow);
        }
    }

    public sealed class XDMA3003(IntPtr memory)
    {
        public void Run(Adapter first)
        {
            Adapter same = first;
            ulong bus = Bus.AttachSingle(first, memory, 64, Flow.ToCard);
            if (!Bus.HasFailed(same, bus))
                Bus.DetachSingle(same, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA3004(Adapter card, IntPtr page)
    {
        public void Run()
        {
            ulong bus = Bus.AttachPage(card, page, 0, 64, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachPage(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA3005(Adapter card, SegmentList list)
    {
        public void Run()
        {
            int segments = list.Segments;
            if (Bus.AttachList(card, list, segments, Flow.FromCard) == 0)
                return;
            Bus.GiveListToCpu(card, list, segments, Flow.FromCard);
            Bus.DetachList(card, list, segments, Flow.FromCard);
        }
    }

    public sealed class XDMA3006(Adapter card, SegmentList list)
    {
        public void Run(int segments)
        {
            int mapped = Bus.AttachList(card, list, segments, Flow.ToCard);
            for (int i = 0; i < mapped; i++)
                card.Start(list.DmaAddressOf(i), 64);
            if (mapped != 0)
                Bus.DetachList(card, list, segments, Flow.ToCard);
        }
    }

    public sealed class XDMA3007(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard, Hints.SkipCpuSync);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard, Hints.SkipCpuSync);
        }
    }

    public sealed class XDMA3008(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 32, 32, Flow.FromCard);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA3009(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachPage(card, memory, 0, 64, Flow.Both);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachPage(card, bus, 64, Flow.Both);
        }
    }

    public sealed class XDMA3010(Adapter card)
    {
        public void Run(nuint pages)
        {
            IntPtr first = Bus.AllocShared(card, pages * 4096, out ulong firstBus);
            if (first != IntPtr.Zero)
                Bus.FreeShared(card, pages * 4096, first, firstBus);
        }
    }
}
