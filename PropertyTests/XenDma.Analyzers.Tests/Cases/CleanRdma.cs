// clean: memory regions: registration tables, reference counts, interfaces that hide who owns, generic helpers.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanRdma;

public interface IHca
{
    uint Register(IReadOnlyList<ulong> pages);
    void Deregister(uint key);
}

public sealed class Region(uint key, DmaAddr[] pages, int size)
{
    public uint Key { get; } = key;
    public DmaAddr[] Pages { get; } = pages;
    public int Size { get; } = size;
    public int References { get; set; } = 1;
}

public sealed class Registry(Device dev, IHca hca)
{
    private const int PageSize = 4096;
    private readonly Dictionary<uint, Region> _regions = [];

    public Region? Register(Page[] pages)
    {
        var bus = new DmaAddr[pages.Length];
        if (!MapAll(pages, bus, out int mapped))
        {
            UnmapFirst(bus, mapped);
            return null;
        }
        uint key = hca.Register(Array.ConvertAll(bus, b => b.Value));
        if (key == 0)
        {
            UnmapFirst(bus, mapped);
            return null;
        }
        var region = new Region(key, bus, pages.Length * PageSize);
        _regions.Add(key, region);
        return region;
    }

    private bool MapAll(Page[] pages, DmaAddr[] bus, out int mapped)
    {
        for (mapped = 0; mapped < pages.Length; mapped++)
        {
            var one = dev.MapPage(pages[mapped], 0, PageSize, DmaDirection.Bidirectional);
            if (dev.MappingError(one))
                return false;
            bus[mapped] = one;
        }
        return true;
    }

    private void UnmapFirst(DmaAddr[] bus, int count)
    {
        for (int i = count - 1; i >= 0; i--)
            dev.UnmapPage(bus[i], PageSize, DmaDirection.Bidirectional);
    }

    public bool Acquire(uint key)
    {
        if (!_regions.TryGetValue(key, out var region))
            return false;
        region.References++;
        return true;
    }

    public void Release(uint key)
    {
        if (!_regions.TryGetValue(key, out var region) || --region.References > 0)
            return;
        _regions.Remove(key);
        hca.Deregister(key);
        UnmapFirst(region.Pages, region.Pages.Length);
    }

    public T With<T>(Page page, Func<DmaAddr, T> action, T otherwise)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.Bidirectional);
        if (dev.MappingError(bus))
            return otherwise;
        try
        {
            return action(bus);
        }
        finally
        {
            dev.UnmapPage(bus, PageSize, DmaDirection.Bidirectional);
        }
    }

    public bool Probe(Page page) => With(page, bus => hca.Register([bus.Value]) is var key && Forget(key), otherwise: false);

    private bool Forget(uint key)
    {
        if (key == 0)
            return false;
        hca.Deregister(key);
        return true;
    }

    public void Clear()
    {
        foreach (var region in _regions.Values)
        {
            hca.Deregister(region.Key);
            UnmapFirst(region.Pages, region.Pages.Length);
        }
        _regions.Clear();
    }
}
