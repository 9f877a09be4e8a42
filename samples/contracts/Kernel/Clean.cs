#nullable enable
// The same drivers without their mistakes, and code that looks suspicious and is right.
using System;
using Basalt.Dma;

namespace Basalt.Drivers;

public sealed class Clean(Adapter card, IntPtr memory, SegmentList list)
{
    private IntPtr _ring;
    private ulong _ringBus;

    public bool Start()
    {
        if (!Bus.TrySetReach(card, 64) && !Bus.TrySetReach(card, 32))
            return false;
        _ring = Bus.AllocShared(card, 4096, out _ringBus);
        return _ring != IntPtr.Zero;
    }

    public void Stop()
    {
        if (_ring == IntPtr.Zero)
            return;
        Bus.FreeShared(card, 4096, _ring, _ringBus);
        _ring = IntPtr.Zero;
    }

    public bool Transfer(IntPtr second)
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(card, a))
            return false;
        ulong b = Bus.AttachSingle(card, second, 128, Flow.FromCard);
        if (Bus.HasFailed(card, b))
        {
            Bus.DetachSingle(card, a, 64, Flow.ToCard);
            return false;
        }
        card.Start(a, 64);
        card.Start(b, 128);
        if (!card.WaitDone(100))
            card.Halt();
        Bus.GiveToCpu(card, b, 64, 64, Flow.FromCard);
        Bus.DetachSingle(card, b, 128, Flow.FromCard);
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
        return true;
    }

    public void Gather(int segments)
    {
        int mapped = Bus.AttachList(card, list, segments, Flow.ToCard);
        if (mapped == 0)
            return;
        for (int i = 0; i < mapped; i++)
            card.Start(list.DmaAddressOf(i), 64);
        Bus.DetachList(card, list, segments, Flow.ToCard);
    }

    public unsafe bool Shared()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        if (ring == 0)
            return false;
        *(ulong*)ring = bus;
        card.Start(bus, 4096);
        Bus.FreeShared(card, 4096, ring, bus);
        return true;
    }
}
