#nullable enable
// Drivers with one mistake in each method.
using System;
using Basalt.Dma;

namespace Basalt.Drivers;

public sealed class Defects(Adapter card, Adapter other, IntPtr memory, SegmentList list)
{
    public void SyncAfterDetach()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.FromCard);
        Bus.GiveToCpu(card, a, 0, 64, Flow.FromCard); // expect: XDMA1001
    }

    public void DetachOfNothing() => Bus.DetachSingle(card, 0, 64, Flow.FromCard); // expect: XDMA1002

    public void DetachTwice()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.FromCard);
        Bus.DetachSingle(card, a, 64, Flow.FromCard); // expect: XDMA1003
    }

    public bool FirstLeaksWhenSecondFails(IntPtr second)
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1004
        if (Bus.HasFailed(card, a))
            return false;
        ulong b = Bus.AttachSingle(card, second, 64, Flow.ToCard);
        if (Bus.HasFailed(card, b))
            return false;
        card.Start(a, 64);
        card.Start(b, 64);
        Bus.DetachSingle(card, b, 64, Flow.ToCard);
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
        return true;
    }

    public void Discarded() => Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1005

    public void UsedAfterDetach()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.FromCard);
        card.Start(a, 64); // expect: XDMA1006
    }

    public bool SharedLeaks()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus); // expect: XDMA1007
        if (ring == IntPtr.Zero)
            return false;
        card.Start(bus, 4096);
        return true;
    }

    public void SharedFreedTwice()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        if (ring == IntPtr.Zero)
            return;
        Bus.FreeShared(card, 4096, ring, bus);
        Bus.FreeShared(card, 4096, ring, bus); // expect: XDMA1008
    }

    public void NeverAsked()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        card.Start(a, 64); // expect: XDMA2001
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
    }

    public void ComparedWithZero()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (a == 0) // expect: XDMA2002
            return;
        card.Start(a, 64);
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
    }

    public void ListNeverChecked()
    {
        Bus.AttachList(card, list, 4, Flow.ToCard); // expect: XDMA2003
        Bus.DetachList(card, list, 4, Flow.ToCard);
    }

    public void FailedDetached()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(card, a))
        {
            Bus.DetachSingle(card, a, 64, Flow.ToCard); // expect: XDMA2004
            return;
        }
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
    }

    public unsafe void SharedNeverChecked()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        *(ulong*)ring = 0; // expect: XDMA2005
        Bus.FreeShared(card, 4096, ring, bus);
    }

    public void ReachIgnored() => Bus.TrySetReach(card, 32); // expect: XDMA2006

    public void SizeDiffers()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 32, Flow.ToCard); // expect: XDMA3001
    }

    public void DirectionDiffers()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.FromCard); // expect: XDMA3002
    }

    public void DeviceDiffers(Adapter first, Adapter second)
    {
        ulong a = Bus.AttachSingle(first, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(first, a))
            return;
        Bus.DetachSingle(second, a, 64, Flow.ToCard); // expect: XDMA3003
    }

    public void PageDetachedAsSingle()
    {
        ulong a = Bus.AttachPage(card, memory, 0, 64, Flow.ToCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.ToCard); // expect: XDMA3004
    }

    public void ListDetachedWithResult()
    {
        int mapped = Bus.AttachList(card, list, 4, Flow.ToCard);
        if (mapped == 0)
            return;
        Bus.DetachList(card, list, mapped, Flow.ToCard); // expect: XDMA3005
    }

    public void ListReadToCount(int segments)
    {
        int mapped = Bus.AttachList(card, list, segments, Flow.ToCard);
        if (mapped == 0)
            return;
        for (int i = 0; i < segments; i++)
            card.Start(list.DmaAddressOf(i), 64); // expect: XDMA3006
        Bus.DetachList(card, list, segments, Flow.ToCard);
    }

    public void HintsDiffer()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.FromCard, Hints.SkipCpuSync);
        if (Bus.HasFailed(card, a))
            return;
        Bus.GiveToCpu(card, a, 0, 64, Flow.FromCard);
        Bus.DetachSingle(card, a, 64, Flow.FromCard); // expect: XDMA3007
    }

    public void SyncBehindTheEnd()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.FromCard);
        if (Bus.HasFailed(card, a))
            return;
        Bus.GiveToCpu(card, a, 32, 64, Flow.FromCard); // expect: XDMA3008
        Bus.DetachSingle(card, a, 64, Flow.FromCard);
    }

    public void NoDirection()
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.Nowhere); // expect: XDMA3009
        if (Bus.HasFailed(card, a))
            return;
        Bus.DetachSingle(card, a, 64, Flow.Nowhere); // expect: XDMA3009
    }

    public void FreedSmaller()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        if (ring == IntPtr.Zero)
            return;
        Bus.FreeShared(card, 2048, ring, bus); // expect: XDMA3010
    }

    public void ReleasedAfterTimeout()
    {
        ulong a = Bus.AttachSingle(other, memory, 64, Flow.FromCard);
        if (Bus.HasFailed(other, a))
            return;
        other.Start(a, 64);
        if (!other.WaitDone(100))
        {
            Bus.DetachSingle(other, a, 64, Flow.FromCard); // expect: XDMA4007
            return;
        }
        Bus.DetachSingle(other, a, 64, Flow.FromCard);
    }
}
