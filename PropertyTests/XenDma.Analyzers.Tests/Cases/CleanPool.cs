// clean: a pool of mapped pages: rent, return, trim; the pool's own type holds the addresses; iterators and snapshots.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.CleanPool;

public sealed class PooledPage(Page page, DmaAddr bus)
{
    public Page Page { get; } = page;
    public DmaAddr Bus { get; } = bus;
    public int Uses { get; set; }
}

public sealed class PagePool(Device dev, Func<Page?> allocate, Action<Page> free)
{
    private const int PageSize = 4096;
    private readonly ConcurrentStack<PooledPage> _idle = new();
    private readonly List<PooledPage> _all = [];

    public PooledPage? Rent()
    {
        if (_idle.TryPop(out var known))
        {
            dev.SyncSingleForDevice(known.Bus, PageSize, DmaDirection.FromDevice);
            known.Uses++;
            return known;
        }
        if (allocate() is not { } page)
            return null;
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
        {
            free(page);
            return null;
        }
        var pooled = new PooledPage(page, bus);
        lock (_all)
            _all.Add(pooled);
        return pooled;
    }

    public void Return(PooledPage page, bool broken)
    {
        if (broken)
        {
            Drop(page);
            return;
        }
        dev.SyncSingleForCpu(page.Bus, PageSize, DmaDirection.FromDevice);
        _idle.Push(page);
    }

    private void Drop(PooledPage page)
    {
        lock (_all)
        {
            if (!_all.Remove(page))
                return;
        }
        dev.UnmapPage(page.Bus, PageSize, DmaDirection.FromDevice);
        free(page.Page);
    }

    public int Trim(int keep)
    {
        int dropped = 0;
        while (_idle.Count > keep && _idle.TryPop(out var page))
        {
            Drop(page);
            dropped++;
        }
        return dropped;
    }

    public IEnumerable<ulong> Addresses()
    {
        foreach (var page in _all.Where(p => p.Uses > 0))
            yield return page.Bus.Value;
    }

    public PooledPage[] RentMany(int count)
    {
        var rented = new List<PooledPage>(count);
        while (rented.Count < count)
        {
            if (Rent() is { } page)
                rented.Add(page);
            else
                break;
        }
        if (rented.Count == count)
            return [.. rented];
        rented.ForEach(page => Return(page, broken: false));
        return [];
    }

    public void Destroy()
    {
        foreach (var page in _all)
        {
            dev.UnmapPage(page.Bus, PageSize, DmaDirection.FromDevice);
            free(page.Page);
        }
        _all.Clear();
        _idle.Clear();
    }
}
