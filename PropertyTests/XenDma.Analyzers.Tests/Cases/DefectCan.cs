// defect: CAN: boxes allocated and lost when the base is refused, a payload checked too late, addresses compared with all ones.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectCan;

public interface ICan
{
    bool Base(ulong address);
    bool Send(ulong address, int length);
}

public sealed class Mailboxes(Device dev, ICan can)
{
    private readonly Dictionary<uint, DmaAddr> _pending = [];

    public GuestBuffer? Create(out DmaAddr bus)
    {
        var memory = dev.AllocCoherent(512, out bus); // expect: XDMA1007
        if (memory is null)
            return null;
        return can.Base(bus.Value) ? memory : null;
    }

    public bool Send(GuestBuffer payload)
    {
        var bus = dev.MapSingle(payload, 64, DmaDirection.ToDevice);
        bool sent = can.Send(bus.Value, 64); // expect: XDMA2001
        if (dev.MappingError(bus))
            return false;
        dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        return sent;
    }

    public bool SendOnes(GuestBuffer payload)
    {
        var bus = dev.MapSingle(payload, 64, DmaDirection.ToDevice);
        if (bus.Value == ulong.MaxValue) // expect: XDMA2002
            return false;
        bool sent = can.Send(bus.Value, 64);
        dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        return sent;
    }

    public bool Enqueue(uint id, GuestBuffer payload)
    {
        var bus = dev.MapSingle(payload, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        if (_pending.ContainsKey(id))
            return false;
        _pending.Add(id, bus);
        return can.Send(bus.Value, 64);
    }

    public void Done(uint id)
    {
        if (_pending.Remove(id, out var bus))
            dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
    }

    public int SendAll(List<GuestBuffer> payloads)
    {
        int sent = 0;
        for (int i = 0; i < payloads.Count; i++)
        {
            var bus = dev.MapSingle(payloads[i], 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(bus))
                continue;
            if (can.Send(bus.Value, 64))
            {
                dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
                sent++;
            }
            else
                Console.WriteLine("box " + i + " refused");
        }
        return sent;
    }

    public void Peek(GuestBuffer payload)
    {
        var bus = dev.MapSingle(payload, 64, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return;
        dev.SyncSingleForCpu(bus, 64, DmaDirection.ToDevice); // expect: XDMA3002
        Console.WriteLine(payload[0]);
        dev.UnmapSingle(bus, 64, DmaDirection.FromDevice);
    }
}
