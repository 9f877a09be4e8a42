// defect: arrays of handles: the unwind misses some or is forgotten, each in the way that people write it.
using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.DefectArrays;

public interface IGather
{
    bool Run(ulong[] addresses);
    void Post(ulong address, int length);
}

public sealed class Gather(Device dev, IGather hw)
{
    public bool NoUnwind(GuestBuffer[] parts)
    {
        var bus = new DmaAddr[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            bus[i] = dev.MapSingle(parts[i], 512, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(bus[i]))
                return false;
        }
        bool ok = hw.Run(Array.ConvertAll(bus, b => b.Value));
        for (int i = 0; i < parts.Length; i++)
            dev.UnmapSingle(bus[i], 512, DmaDirection.ToDevice);
        return ok;
    }

    public bool Two(GuestBuffer header, GuestBuffer body)
    {
        DmaAddr headerBus;
        DmaAddr bodyBus;
        headerBus = dev.MapSingle(header, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(headerBus))
            goto failed;
        bodyBus = dev.MapSingle(body, 256, DmaDirection.ToDevice);
        if (dev.MappingError(bodyBus))
            goto failed;
        hw.Post(headerBus.Value, 64);
        hw.Post(bodyBus.Value, 256);
        dev.UnmapSingle(bodyBus, 256, DmaDirection.ToDevice);
        dev.UnmapSingle(headerBus, 64, DmaDirection.ToDevice);
        return true;

    failed:
        return false;
    }

    public bool Tuple(GuestBuffer header, GuestBuffer body)
    {
        var bus = (Header: dev.MapSingle(header, 64, DmaDirection.ToDevice), Body: dev.MapSingle(body, 256, DmaDirection.ToDevice));
        bool failed = dev.MappingError(bus.Header);
        if (!failed)
        {
            hw.Post(bus.Header.Value, 64);
            hw.Post(bus.Body.Value, 256); // expect: XDMA2001
            dev.UnmapSingle(bus.Header, 64, DmaDirection.ToDevice);
        }
        dev.UnmapSingle(bus.Body, 256, DmaDirection.ToDevice); // expect: XDMA2001
        return !failed;
    }

    public bool Listed(IReadOnlyCollection<GuestBuffer> parts)
    {
        var held = new List<DmaAddr>();
        foreach (var part in parts)
        {
            var bus = dev.MapSingle(part, 512, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(bus))
                throw new InvalidOperationException("map");
            held.Add(bus);
        }
        bool ok = hw.Run([.. held.Select(h => h.Value)]);
        foreach (var bus in held)
            dev.UnmapSingle(bus, 512, DmaDirection.ToDevice);
        return ok;
    }

    public bool LocalFunction(GuestBuffer a, GuestBuffer b)
    {
        DmaAddr first = default;

        void Undo() => dev.UnmapSingle(first, 512, DmaDirection.ToDevice);

        first = dev.MapSingle(a, 512, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(first))
            return false;
        var second = dev.MapSingle(b, 512, DmaDirection.ToDevice);
        if (dev.MappingError(second))
            return false;
        hw.Post(second.Value, 512);
        dev.UnmapSingle(second, 512, DmaDirection.ToDevice);
        Undo();
        return true;
    }
}
