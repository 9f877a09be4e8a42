#nullable enable
using System;
using Basalt.Dma;

namespace Shapes.Kernel;

public static class Bad
{
    public sealed class XDMA1001(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard); // expect: XDMA1001
        }
    }

    public sealed class XDMA1002(Adapter card)
    {
        public void Run() => Bus.DetachSingle(card, 0, 64, Flow.FromCard); // expect: XDMA1002
    }

    public sealed class XDMA1003(Adapter card, IntPtr memory)
    {
        public void Run(bool again)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (!Bus.HasFailed(card, bus))
            {
                Bus.DetachSingle(card, bus, 64, Flow.FromCard);
                if (again)
                    Bus.DetachSingle(card, bus, 64, Flow.FromCard); // expect: XDMA1003
            }
        }
    }

    public sealed class XDMA1004(Adapter card, IntPtr memory)
    {
        public bool Run(Func<ulong, bool> start)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1004
            if (Bus.HasFailed(card, bus))
                return false;
            if (!start(bus))
                throw new InvalidOperationException("refused");
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            return true;
        }
    }

    public sealed class XDMA1005(Adapter card, IntPtr memory)
    {
        public void Run() => _ = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1005
    }

    public sealed class XDMA1006(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            card.Start(bus, 64); // expect: XDMA1006
        }
    }

    public sealed class XDMA1007(Adapter card)
    {
        public bool Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus); // expect: XDMA1007
            if (ring == IntPtr.Zero)
                return false;
            card.Start(bus, 4096);
            return true;
        }
    }

    public sealed class XDMA1008(Adapter card)
    {
        public void Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == IntPtr.Zero)
                return;
            Bus.FreeShared(card, 4096, ring, bus);
            card.Start(bus, 4096); // expect: XDMA1008
        }
    }
}

public static class Good
{
    public sealed class XDMA1001(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            Bus.GiveToCpu(card, bus, 0, 64, Flow.FromCard);
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA1002(Adapter card, IntPtr memory)
    {
        public void Run(bool map)
        {
            ulong bus = 0;
            bool mapped = false;
            if (map)
            {
                bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
                mapped = !Bus.HasFailed(card, bus);
            }
            if (mapped)
                Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA1003(Adapter card, IntPtr memory)
    {
        public void Run(bool early)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
            if (Bus.HasFailed(card, bus))
                return;
            if (early)
            {
                Bus.DetachSingle(card, bus, 64, Flow.FromCard);
                return;
            }
            Bus.DetachSingle(card, bus, 64, Flow.FromCard);
        }
    }

    public sealed class XDMA1004(Adapter card, IntPtr memory)
    {
        public bool Run(Func<ulong, bool> start)
        {
            ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
            if (Bus.HasFailed(card, bus))
                return false;
            try
            {
                return start(bus) ? true : throw new InvalidOperationException("refused");
            }
            finally
            {
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            }
        }
    }

    public sealed class XDMA1005(Adapter card, IntPtr memory)
    {
        private ulong _bus;

        public bool Begin() => !Bus.HasFailed(card, _bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard));

        public void End() => Bus.DetachSingle(card, _bus, 64, Flow.ToCard);
    }

    public sealed class XDMA1006(Adapter card, IntPtr memory)
    {
        public void Run()
        {
            for (int i = 0; i < 4; i++)
            {
                ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
                if (Bus.HasFailed(card, bus))
                    break;
                card.Start(bus, 64);
                Bus.DetachSingle(card, bus, 64, Flow.ToCard);
            }
        }
    }

    public sealed class XDMA1007(Adapter card)
    {
        public (IntPtr Ring, ulong Bus)? Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            return ring == IntPtr.Zero ? null : (ring, bus);
        }
    }

    public sealed class XDMA1008(Adapter card)
    {
        public void Run()
        {
            IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
            if (ring == IntPtr.Zero)
                return;
            card.Start(bus, 4096);
            Bus.FreeShared(card, 4096, ring, bus);
            ring = IntPtr.Zero;
            if (ring != IntPtr.Zero)
                Bus.FreeShared(card, 4096, ring, bus);
        }
    }
}
