// defect: each statement by itself can be mended where it stands.
#nullable enable
using System;
using Basalt.Dma;

namespace Drivers.Repairable;

public sealed class Repairable(Adapter card, IntPtr memory)
{
    public void Reach()
    {
        Bus.TrySetReach(card, 32); // expect: XDMA2006
        card.Halt();
    }

    public void NothingToDetach()
    {
        card.Halt();
        Bus.DetachSingle(card, 0, 64, Flow.FromCard); // expect: XDMA1002
    }

    public void Forgotten()
    {
        // Prefetch.
        _ = Bus.AttachSingle(card, memory, 64, Flow.ToCard); // expect: XDMA1005
        card.Halt();
    }
}

public sealed class Narrowing(Adapter card, IntPtr memory)
{
    public ulong Low()
    {
        ulong bus = Bus.AttachSingle(card, memory, 64, Flow.ToCard);
        if (Bus.HasFailed(card, bus))
            return 0;
        uint low = (uint)bus; // expect: XDMA5001
        card.Start(bus, 64);
        card.Halt();
        Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        return low;
    }
}
