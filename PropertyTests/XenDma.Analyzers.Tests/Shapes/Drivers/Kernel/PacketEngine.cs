// defect: a packet engine over raw pointers: reads before it syncs, trusts a count in shared memory, narrows an address.
#nullable enable
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Basalt.Dma;

namespace Drivers.Packets;

public sealed unsafe class PacketEngine(Adapter card, Action<int, uint> registers)
{
    private readonly List<byte[]> _received = [];

    public bool Receive(IntPtr page)
    {
        ulong bus = Bus.AttachSingle(card, page, 2048, Flow.FromCard);
        if (Bus.HasFailed(card, bus))
            return false;
        card.Start(bus, 2048);
        if (!card.WaitDone(10))
            card.Halt();
        int length = Marshal.ReadInt32(page); // expect: XDMA4001
        Bus.DetachSingle(card, bus, 2048, Flow.FromCard);
        _received.Add(new byte[Math.Clamp(length, 0, 2044)]);
        return true;
    }

    public int Completed(int[] table)
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        if (ring == 0)
            return 0;
        card.Start(bus, 4096);
        uint* head = (uint*)ring;
        int sum = 0;
        sum += table[*head]; // expect: XDMA7001
        Bus.FreeShared(card, 4096, ring, bus);
        return sum;
    }

    public int CompletedChecked(int[] table)
    {
        IntPtr ring = Bus.AllocShared(card, 4096, out ulong bus);
        if (ring == 0)
            return 0;
        card.Start(bus, 4096);
        uint head = *(uint*)ring;
        int sum = head < table.Length ? table[head] : 0;
        Bus.FreeShared(card, 4096, ring, bus);
        return sum;
    }

    public bool Low(IntPtr page)
    {
        ulong bus = Bus.AttachSingle(card, page, 64, Flow.ToCard);
        if (Bus.HasFailed(card, bus))
            return false;
        registers(0, (uint)bus); // expect: XDMA5001
        Bus.DetachSingle(card, bus, 64, Flow.ToCard);
        return true;
    }
}
