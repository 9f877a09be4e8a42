// clean: pages are mapped once, carry their address along, and are recycled or unmapped by reference count.
#nullable enable
using System;
using System.Collections.Generic;
using System.Threading;
using XenDma;

namespace Drivers.Recycle;

public sealed class PageCache(Device dev, Func<Page?> allocate, Action<Page> free)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<CachedPage> _idle = [];

    public sealed class CachedPage(Page page, DmaAddr address)
    {
        private int _references = 1;
        public Page Page { get; } = page;
        public DmaAddr Address { get; } = address;
        public void Hold() => Interlocked.Increment(ref _references);
        public bool Drop() => Interlocked.Decrement(ref _references) == 0;
    }

    public CachedPage? Get()
    {
        lock (_gate)
        {
            if (_idle.First is { Value: var cached })
            {
                _idle.RemoveFirst();
                return cached;
            }
        }
        if (allocate() is not { } page)
            return null;
        var address = dev.MapPage(page, 0, 4096, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        if (dev.MappingError(address))
        {
            free(page);
            return null;
        }
        dev.SyncSingleForDevice(address, 4096, DmaDirection.FromDevice);
        return new CachedPage(page, address);
    }

    public void Put(CachedPage page, bool recycle)
    {
        if (!page.Drop())
            return;
        if (recycle && _idle.Count < 128)
        {
            lock (_gate)
                _idle.AddLast(page);
            return;
        }
        dev.UnmapPage(page.Address, 4096, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
        free(page.Page);
    }

    public void Clear()
    {
        for (var node = _idle.First; node is not null; node = node.Next)
        {
            dev.UnmapPage(node.Value.Address, 4096, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync);
            free(node.Value.Page);
        }
        _idle.Clear();
    }
}
