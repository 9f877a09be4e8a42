// defect: the same mistakes in the styles in which drivers are written.
#nullable enable
using System;
using Basalt.Dma;

namespace Drivers.Styles;

public sealed class Styles(Adapter card, IntPtr memory)
{
    public bool NestedIfs(IntPtr second)
    {
        bool ok = false;
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1004
        if (!Bus.HasFailed(card, a))
        {
            ulong b = Bus.AttachSingle(card, second, 64, Flow.FromCard);
            if (!Bus.HasFailed(card, b))
            {
                card.Start(a, 64);
                ok = card.WaitDone(10);
                if (!ok)
                    card.Halt();
                Bus.DetachSingle(card, b, 64, Flow.FromCard);
                Bus.DetachSingle(card, a, 64, Flow.ToCard);
            }
        }
        return ok;
    }

    public int Steps(IntPtr second)
    {
        int step = 0;
        int result = -1;
        ulong b = 0;
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (!Bus.HasFailed(card, a))
            step = 1;
        if (step == 1)
        {
            b = Bus.AttachSingle(card, second, 64, Flow.FromCard);
            if (!Bus.HasFailed(card, b))
                step = 2;
        }
        if (step == 2)
        {
            card.Start(a, 64);
            if (!card.WaitDone(10))
                card.Halt();
            result = 0;
        }
        switch (step)
        {
            case 2:
                Bus.DetachSingle(card, b, 64, Flow.FromCard);
                goto case 1;
            case 1:
                Bus.DetachSingle(card, a, 64, Flow.ToCard);
                break;
        }
        return result;
    }

    public int Gotos(IntPtr second)
    {
        int result = -1;
        ulong b;
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1004
        if (Bus.HasFailed(card, a))
            goto end;
        b = Bus.AttachSingle(card, second, 64, Flow.FromCard);
        if (Bus.HasFailed(card, b))
            goto end;
        card.Start(a, 64);
        card.Halt();
        result = 0;
        Bus.DetachSingle(card, b, 64, Flow.FromCard);
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
    end:
        return result;
    }

    public void Helpers()
    {
        if (!TryAttach(memory, out ulong a))
            return;
        card.Start(a, 64);
        if (!Idle())
        {
            Detach(a); // expect: XDMA4007
            return;
        }
        Detach(a);
    }

    public void HelpersThatStop()
    {
        if (!TryAttach(memory, out ulong a))
            return;
        card.Start(a, 64);
        if (!Idle())
            Quiet();
        Detach(a);
    }

    public void HelperTwice()
    {
        if (!TryAttach(memory, out ulong a))
            return;
        Detach(a);
        Detach(a); // expect: XDMA1003
    }

    public void Finally(Action<ulong> work)
    {
        ulong a = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        try
        {
            if (Bus.HasFailed(card, a))
                throw new InvalidOperationException();
            work(a);
        }
        finally
        {
            Bus.DetachSingle(card, a, 64, Flow.ToCard); // expect: XDMA2004
        }
    }

    public void Exceptions(Action<ulong> work)
    {
        ulong a = Attach(memory);
        try
        {
            work(a);
        }
        catch (TimeoutException)
        {
            card.Halt();
            Bus.DetachSingle(card, a, 64, Flow.ToCard);
            throw;
        }
        Bus.DetachSingle(card, a, 64, Flow.ToCard);
    }

    public unsafe void Unchecked()
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        try
        {
            ((ulong*)ring)[0] = bus; // expect: XDMA2005
            card.Start(bus, 4096);
        }
        finally
        {
            card.Halt();
            Bus.FreeShared(card, 4096, ring, bus);
        }
    }

    private bool TryAttach(IntPtr page, out ulong bus)
    {
        bus = Bus.AttachSingle(card, page, 64, Flow.ToCard);
        return !Bus.HasFailed(card, bus);
    }

    private ulong Attach(IntPtr page) =>
        TryAttach(page, out ulong bus) ? bus : throw new InvalidOperationException("not attached");

    private void Detach(ulong bus) => Bus.DetachSingle(card, bus, 64, Flow.ToCard);

    private bool Idle() => card.WaitDone(10) || card.WaitDone(100);

    private void Quiet() => card.Halt();
}
