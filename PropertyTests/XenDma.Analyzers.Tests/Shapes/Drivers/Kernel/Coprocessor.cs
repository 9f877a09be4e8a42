// defect: a coprocessor with two shared areas and a gathered input, set up with flags; three ways to forget something.
#nullable enable
using System;
using Basalt.Dma;

namespace Drivers.Coprocessor;

public sealed class Coprocessor(Adapter card)
{
    public bool Setup(SegmentList input)
    {
        IntPtr code = Bus.AllocShared(card, 8192, out ulong codeBus);
        if (code == IntPtr.Zero)
            return false;
        IntPtr stack = Bus.AllocShared(card, 4096, out ulong stackBus);
        bool ok = stack != IntPtr.Zero;
        int mapped = 0;
        if (ok)
        {
            mapped = Bus.AttachList(card, input, input.Segments, Flow.ToCard);
            ok = mapped != 0;
        }
        if (ok)
        {
            card.Start(codeBus, 8192);
            card.Start(stackBus, 4096);
            ok = card.WaitDone(500);
            if (!ok)
                card.Halt();
            Bus.DetachList(card, input, input.Segments, Flow.ToCard);
        }
        if (stack != IntPtr.Zero)
            Bus.FreeShared(card, 4096, stack, stackBus);
        Bus.FreeShared(card, 8192, code, codeBus);
        return ok;
    }

    public bool SetupLeaks()
    {
        IntPtr code = Bus.AllocShared(card, 8192, out ulong codeBus); // expect: XDMA1007
        if (code == IntPtr.Zero)
            return false;
        IntPtr stack = Bus.AllocShared(card, 4096, out ulong stackBus);
        if (stack == IntPtr.Zero)
            return false;
        card.Start(codeBus, 8192);
        Bus.FreeShared(card, 4096, stack, stackBus);
        Bus.FreeShared(card, 8192, code, codeBus);
        return true;
    }

    public bool ByException(IntPtr memory)
    {
        ulong bus = Bus.AttachSingle(card, memory, 512, Flow.Both); // expect: XDMA1004
        if (Bus.HasFailed(card, bus))
            throw new InvalidOperationException("not attached");
        card.Start(bus, 512);
        if (!card.WaitDone(100))
        {
            card.Halt();
            throw new TimeoutException();
        }
        Bus.DetachSingle(card, bus, 512, Flow.Both);
        return true;
    }

    public bool Timeout(IntPtr memory)
    {
        ulong bus = Bus.AttachSingle(card, memory, 512, Flow.Both);
        if (Bus.HasFailed(card, bus))
            return false;
        bool done;
        try
        {
            card.Start(bus, 512);
            done = card.WaitDone(100);
        }
        finally
        {
            Bus.DetachSingle(card, bus, 512, Flow.Both); // expect: XDMA4007
        }
        return done;
    }
}
