// defect: memory regions: pages of a half-mapped region lost in a helper's caller, keys refused, releases doubled by a finally.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectRdma;

public interface IHca
{
    uint Register(ulong address, int size);
}

public sealed class Registry(Device dev, IHca hca)
{
    private const int PageSize = 4096;

    private bool TryMap(Page page, out DmaAddr bus)
    {
        bus = dev.MapPage(page, 0, PageSize, DmaDirection.Bidirectional);
        return !dev.MappingError(bus);
    }

    private void Unmap(DmaAddr bus) => dev.UnmapPage(bus, PageSize, DmaDirection.Bidirectional);

    public uint Pair(Page first, Page second)
    {
        if (!TryMap(first, out var a)) // expect: XDMA1004
            return 0;
        if (!TryMap(second, out var b))
            return 0;
        uint key = hca.Register(a.Value, PageSize) ^ hca.Register(b.Value, PageSize);
        Unmap(b);
        Unmap(a);
        return key;
    }

    public uint Once(Page page)
    {
        if (!TryMap(page, out var bus)) // expect: XDMA1004
            return 0;
        uint key = hca.Register(bus.Value, PageSize);
        if (key == 0)
            return 0;
        Unmap(bus);
        return key;
    }

    public uint Doubled(Page page)
    {
        if (!TryMap(page, out var bus))
            return 0;
        try
        {
            uint key = hca.Register(bus.Value, PageSize);
            if (key != 0)
                return key;
            Unmap(bus);
            return 0;
        }
        finally
        {
            Unmap(bus); // expect: XDMA1003
        }
    }

    public uint Rekey(Page page)
    {
        if (!TryMap(page, out var bus))
            return 0;
        Unmap(bus);
        return hca.Register(bus.Value, PageSize); // expect: XDMA1006
    }

    public T With<T>(Page page, Func<DmaAddr, T> action, T otherwise)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.Bidirectional); // expect: XDMA1004
        if (dev.MappingError(bus))
            return otherwise;
        try
        {
            T result = action(bus);
            dev.UnmapPage(bus, PageSize, DmaDirection.Bidirectional);
            return result;
        }
        catch (InvalidOperationException)
        {
            return otherwise;
        }
    }

    public uint Halves(Page page)
    {
        var low = dev.MapPage(page, 0, 2048, DmaDirection.ToDevice);
        if (dev.MappingError(low))
            return 0;
        uint key = hca.Register(low.Value, 2048);
        dev.UnmapPage(low, PageSize, DmaDirection.ToDevice); // expect: XDMA3001
        return key;
    }
}
