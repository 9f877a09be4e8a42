// defect: a front end: a request refused by the ring stays mapped, references given out for failed pages, a suspend that forgets.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectXen;

public interface IBackend
{
    int Offer(ulong address, bool readOnly);
    bool Event();
}

public sealed class Frontend(Device dev, IBackend backend)
{
    private const int PageSize = 4096;
    private readonly Dictionary<int, (DmaAddr Bus, DmaDirection Direction)> _offered = [];

    public bool Request(Page page, bool read)
    {
        var direction = read ? DmaDirection.FromDevice : DmaDirection.ToDevice;
        var bus = dev.MapPage(page, 0, PageSize, direction); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        int reference = backend.Offer(bus.Value, !read);
        if (reference < 0)
            return false;
        _offered[reference] = (bus, direction);
        return backend.Event();
    }

    public void Finish(int reference)
    {
        if (!_offered.Remove(reference, out var offer))
            return;
        dev.UnmapPage(offer.Bus, PageSize, offer.Direction);
    }

    public int Offer(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.ToDevice);
        int reference = dev.MappingError(bus) ? -1 : backend.Offer(bus.Value, true);
        dev.UnmapPage(bus, PageSize, DmaDirection.ToDevice); // expect: XDMA2004
        return reference;
    }

    public bool Control(GuestBuffer request)
    {
        var bus = dev.MapSingle(request, 128, DmaDirection.Bidirectional); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        int reference = backend.Offer(bus.Value, false);
        bool ok = reference >= 0 && backend.Event();
        if (ok)
        {
            dev.SyncSingleForCpu(bus, 128, DmaDirection.FromDevice);
            ok = request[0] == 0;
        }
        else
        {
            return false;
        }
        dev.UnmapSingle(bus, 128, DmaDirection.Bidirectional);
        return ok;
    }

    public bool Wrong(Page page)
    {
        var bus = dev.MapPage(page, 0, PageSize, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        bool ok = backend.Offer(bus.Value, true) >= 0;
        dev.SyncSingleForDevice(bus, PageSize, DmaDirection.None); // expect: XDMA3009
        dev.UnmapPage(bus, PageSize, DmaDirection.ToDevice);
        return ok;
    }

    public bool Narrow()
    {
        _ = dev.SetMask(ulong.MaxValue);
        dev.SetCoherentMask(0xFFFF_FFFF); // expect: XDMA2006
        return backend.Event();
    }
}
