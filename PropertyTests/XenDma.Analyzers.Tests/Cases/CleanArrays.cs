// clean: arrays of handles with partial unwind, written in the ways that people write it.
using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.CleanArrays;

public interface IGather
{
    bool Run(ulong[] addresses);
    void Post(ulong address, int length);
}

public sealed class Gather(Device dev, IGather hw)
{
    public bool ForDown(GuestBuffer[] parts)
    {
        var bus = new DmaAddr[parts.Length];
        int i;
        for (i = 0; i < parts.Length; i++)
        {
            bus[i] = dev.MapSingle(parts[i], parts[i].Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus[i]))
                break;
        }
        bool ok = i == parts.Length && hw.Run(bus.Select(b => b.Value).ToArray());
        while (--i >= 0)
            dev.UnmapSingle(bus[i], parts[i].Length, DmaDirection.ToDevice);
        return ok;
    }

    public bool Counted(GuestBuffer[] parts)
    {
        Span<DmaAddr> bus = stackalloc DmaAddr[8];
        int mapped = 0;
        bool ok = true;
        foreach (var part in parts)
        {
            if (mapped == bus.Length)
                break;
            var address = dev.MapSingle(part, 512, DmaDirection.ToDevice);
            if (dev.MappingError(address))
            {
                ok = false;
                break;
            }
            bus[mapped++] = address;
        }
        for (int i = 0; ok && i < mapped; i++)
            hw.Post(bus[i].Value, 512);
        for (int i = 0; i < mapped; i++)
            dev.UnmapSingle(bus[i], 512, DmaDirection.ToDevice);
        return ok;
    }

    public bool InList(IReadOnlyCollection<GuestBuffer> parts)
    {
        var held = new List<(DmaAddr Bus, int Length)>(parts.Count);
        try
        {
            foreach (var part in parts)
            {
                var bus = dev.MapSingle(part, part.Length, DmaDirection.Bidirectional);
                if (dev.MappingError(bus))
                    return false;
                held.Add((bus, part.Length));
            }
            return hw.Run([.. held.Select(h => h.Bus.Value)]);
        }
        finally
        {
            foreach (var (bus, length) in held)
                dev.UnmapSingle(bus, length, DmaDirection.Bidirectional);
        }
    }

    public bool WithLocalFunction(GuestBuffer[] parts)
    {
        var bus = new DmaAddr[parts.Length];
        int done = 0;

        void Undo()
        {
            while (done > 0)
            {
                done--;
                dev.UnmapSingle(bus[done], parts[done].Length, DmaDirection.FromDevice);
            }
        }

        while (done < parts.Length)
        {
            var next = dev.MapSingle(parts[done], parts[done].Length, DmaDirection.FromDevice);
            if (dev.MappingError(next))
            {
                Undo();
                return false;
            }
            bus[done++] = next;
        }
        bool ok = hw.Run(Array.ConvertAll(bus, b => b.Value));
        Undo();
        return ok;
    }

    public bool Header(GuestBuffer header, GuestBuffer body)
    {
        (DmaAddr Header, DmaAddr Body) bus;
        bus.Header = dev.MapSingle(header, 64, DmaDirection.ToDevice);
        if (dev.MappingError(bus.Header))
            goto failed;
        bus.Body = dev.MapSingle(body, body.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus.Body))
            goto failedBody;
        hw.Post(bus.Header.Value, 64);
        hw.Post(bus.Body.Value, body.Length);
        dev.UnmapSingle(bus.Body, body.Length, DmaDirection.ToDevice);
        dev.UnmapSingle(bus.Header, 64, DmaDirection.ToDevice);
        return true;

    failedBody:
        dev.UnmapSingle(bus.Header, 64, DmaDirection.ToDevice);
    failed:
        return false;
    }

    public DmaAddr[]? Keep(GuestBuffer[] parts)
    {
        var kept = new DmaAddr[parts.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = dev.MapSingle(parts[i], parts[i].Length, DmaDirection.ToDevice);
            if (!dev.MappingError(kept[i]))
                continue;
            for (int j = 0; j < i; j++)
                dev.UnmapSingle(kept[j], parts[j].Length, DmaDirection.ToDevice);
            return null;
        }
        return kept;
    }
}
