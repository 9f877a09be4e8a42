// defect: a transmit ring: the unwind starts at the wrong fragment, a full queue forgets the head, stats by sync after unmap.
using System;
using XenDma;

namespace Cases.DefectNetTx;

public interface INic
{
    bool Ready();
    void Kick(ulong address, int length);
    uint Head { get; }
}

public sealed class TxRing(Device dev, INic nic)
{
    private const int Size = 64;
    private readonly (DmaAddr Bus, int Length)[] _slots = new (DmaAddr, int)[Size];
    private uint _next;
    private uint _clean;

    public bool Send(GuestBuffer head, GuestBuffer tail)
    {
        var first = dev.MapSingle(head, head.Length, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(first))
            return false;
        var second = dev.MapSingle(tail, tail.Length, DmaDirection.ToDevice);
        if (dev.MappingError(second))
            return false;
        _slots[_next++ % Size] = (first, head.Length);
        _slots[_next++ % Size] = (second, tail.Length);
        nic.Kick(first.Value, head.Length);
        nic.Kick(second.Value, tail.Length);
        return true;
    }

    public bool SendNow(GuestBuffer frame)
    {
        var bus = dev.MapSingle(frame, frame.Length, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        if (!nic.Ready())
        {
            Console.WriteLine("queue stopped");
            return false;
        }
        nic.Kick(bus.Value, frame.Length);
        while (nic.Head != _next)
        {
        }
        dev.UnmapSingle(bus, frame.Length, DmaDirection.ToDevice);
        return true;
    }

    public int Complete(int budget)
    {
        int done = 0;
        while (done < budget && _clean != _next)
        {
            var (bus, length) = _slots[_clean++ % Size];
            dev.UnmapSingle(bus, length, DmaDirection.ToDevice);
            done++;
        }
        return done;
    }

    public bool SendFragments(GuestBuffer[] fragments)
    {
        var bus = new DmaAddr[fragments.Length];
        for (int i = 0; i < fragments.Length; i++)
        {
            bus[i] = dev.MapSingle(fragments[i], fragments[i].Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus[i]))
            {
                for (int j = 0; j <= i; j++)
                    dev.UnmapSingle(bus[j], fragments[j].Length, DmaDirection.ToDevice); // expect: XDMA2004
                return false;
            }
        }
        for (int i = 0; i < fragments.Length; i++)
            nic.Kick(bus[i].Value, fragments[i].Length);
        foreach (var (one, fragment) in System.Linq.Enumerable.Zip(bus, fragments))
            dev.UnmapSingle(one, fragment.Length, DmaDirection.ToDevice);
        return true;
    }

    public void Loopback(GuestBuffer frame)
    {
        var bus = dev.MapSingle(frame, 64, DmaDirection.Bidirectional);
        if (dev.MappingError(bus))
            return;
        nic.Kick(bus.Value, 64);
        dev.UnmapSingle(bus, 64, DmaDirection.Bidirectional);
        dev.SyncSingleForCpu(bus, 64, DmaDirection.Bidirectional); // expect: XDMA1001
        Console.WriteLine(frame[0]);
    }
}
