// defect: a page pool: a page given back while mapped for ever, unmapped by the single call, rent that loses on overflow.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectPool;

public interface IRx
{
    bool Post(ulong address);
}

public sealed class Pool(Device dev, IRx rx)
{
    private const int PageSize = 4096;
    private readonly List<DmaAddr> _idle = [];

    public bool Fill(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return false;
        if (_idle.Count >= 16)
        {
            dev.UnmapSingle(bus, PageSize, DmaDirection.FromDevice); // expect: XDMA3004
            return false;
        }
        _idle.Add(bus);
        return true;
    }

    public bool Overflow(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        if (_idle.Count < 16)
        {
            _idle.Add(bus);
            return true;
        }
        return false;
    }

    public bool Post(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
        {
            rx.Post(bus.Value); // expect: XDMA2004
            return false;
        }
        bool ok = rx.Post(bus.Value);
        dev.UnmapPage(bus, PageSize, DmaDirection.FromDevice);
        return ok;
    }

    public bool Partial(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return false;
        bool ok = rx.Post(bus.Value);
        dev.SyncSingleForCpu(bus + 2048, 4096, DmaDirection.FromDevice); // expect: XDMA3008
        dev.UnmapPage(bus, PageSize, DmaDirection.FromDevice);
        return ok;
    }

    public ulong Recycle(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return 0;
        rx.Post(bus.Value);
        Drop(bus);
        if (_idle.Count == 0)
            Drop(bus); // expect: XDMA1003
        return 1;
    }

    private void Drop(DmaAddr bus) => dev.UnmapPage(bus, PageSize, DmaDirection.FromDevice);

    public void Destroy()
    {
        foreach (var bus in _idle)
            dev.UnmapPage(bus, PageSize, DmaDirection.FromDevice);
        _idle.Clear();
    }
}
