// clean: handles kept in collections and released through queries over them; owners whose address is told and stored.
using System;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.CleanQueries;

public interface IHw
{
    void Post(ulong address);
    ulong Base { set; }
}

public sealed class Queries(Device dev, IHw hw)
{
    private DmaAddr[]? Map(GuestBuffer[] parts)
    {
        var bus = new DmaAddr[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            bus[i] = dev.MapSingle(parts[i], 64, DmaDirection.ToDevice);
            if (!dev.MappingError(bus[i]))
                continue;
            foreach (var mapped in bus.Take(i))
                Unmap(mapped);
            return null;
        }
        return bus;
    }

    private void Unmap(DmaAddr bus) => dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);

    public void Backwards(GuestBuffer[] parts)
    {
        if (Map(parts) is not { } bus)
            return;
        foreach (var one in Enumerable.Reverse(bus))
            Unmap(one);
    }

    public void Zipped(GuestBuffer[] parts)
    {
        if (Map(parts) is not { } bus)
            return;
        foreach (var (one, part) in bus.Zip(parts))
        {
            hw.Post(one.Value + (ulong)part.Length);
            Unmap(one);
        }
    }

    public void Filtered(GuestBuffer a, GuestBuffer b)
    {
        var held = new List<(DmaAddr Bus, bool Mapped)>();
        foreach (var part in new[] { a, b })
        {
            var bus = dev.MapSingle(part, 64, DmaDirection.ToDevice);
            held.Add((bus, !dev.MappingError(bus)));
        }
        foreach (var (bus, _) in held.Where(h => h.Mapped).OrderBy(h => h.Bus.Value))
            Unmap(bus);
    }

    public void Owners(GuestBuffer a)
    {
        var mapping = dev.Map(a, DmaDirection.ToDevice);
        hw.Base = mapping.Address.Value;
        hw.Post(mapping.Address.Value);
        mapping.Dispose();
    }
}
