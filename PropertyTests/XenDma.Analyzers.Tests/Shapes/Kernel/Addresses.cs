#nullable enable
using System;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed class XDMA5001(Adapter card, Action<uint> register)
    {
        public void Run(IntPtr memory)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            register((uint)bus); // expect: XDMA5001
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA5002
    {
        public static ulong AddressOf(uint pfn) => pfn << 12; // expect: XDMA5002
    }

    public sealed class XDMA5004(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 4096, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            card.Start(bus + 8192, 64); // expect: XDMA5004
            Bus.DetachSingle(card, bus, 4096, Flow.ToCard);
        }
    }

    public sealed class XDMA5005(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 1 << 20, Flow.ToCard); // expect: XDMA5005
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 1 << 20, Flow.ToCard);
        }
    }
}

public static class Good
{
    public sealed class XDMA5001(Adapter card, Action<uint, uint> registers)
    {
        public void Run(IntPtr memory)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            registers((uint)bus, (uint)(bus >> 32));
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        }
    }

    public sealed class XDMA5002
    {
        public static ulong AddressOf(uint pfn) => (ulong)pfn << 12;
    }

    public sealed class XDMA5004(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 4096, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            ulong end = bus + 4096;
            for (ulong at = bus; at < end; at += 64)
                card.Start(at, 64);
            Bus.DetachSingle(card, bus, 4096, Flow.ToCard);
        }
    }

    public sealed class XDMA5005(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 256 << 10, Flow.ToCard);
            if (!Bus.HasFailed(card, bus))
                Bus.DetachSingle(card, bus, 256 << 10, Flow.ToCard);
        }
    }
}
