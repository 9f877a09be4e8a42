// defect: USB: the data stage fails and the setup stays mapped, a zero address taken for failure, direction by the wrong flag.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectUsb;

public interface IHost
{
    int Start(ulong setup, ulong data, int length);
    int Poll(int handle);
}

public sealed class Controller(Device dev, Device hub, IHost host)
{
    public int Control(GuestBuffer setup, GuestBuffer data)
    {
        var setupBus = dev.MapSingle(setup, 8, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(setupBus))
            return -12;
        var dataBus = dev.MapSingle(data, data.Length, DmaDirection.FromDevice);
        if (dev.MappingError(dataBus))
            return -12;
        int result = host.Start(setupBus.Value, dataBus.Value, data.Length);
        dev.UnmapSingle(dataBus, data.Length, DmaDirection.FromDevice);
        dev.UnmapSingle(setupBus, 8, DmaDirection.ToDevice);
        return result;
    }

    public int Bulk(GuestBuffer data)
    {
        var bus = dev.MapSingle(data, data.Length, DmaDirection.ToDevice);
        if (bus.Value == 0) // expect: XDMA2002
            return -12;
        int handle = host.Start(0, bus.Value, data.Length);
        int status;
        while ((status = host.Poll(handle)) == 1)
        {
        }
        dev.UnmapSingle(bus, data.Length, DmaDirection.ToDevice);
        return status;
    }

    public int Interrupt(GuestBuffer data)
    {
        var bus = hub.MapSingle(data, 8, DmaDirection.FromDevice);
        if (hub.MappingError(bus))
            return -12;
        int handle = host.Start(0, bus.Value, 8);
        int status = host.Poll(handle);
        dev.UnmapSingle(bus, 8, DmaDirection.FromDevice); // expect: XDMA3003
        return status;
    }

    public int Iso(GuestBuffer[] frames)
    {
        int sent = 0;
        foreach (var frame in frames)
        {
            var bus = dev.MapSingle(frame, 192, DmaDirection.ToDevice);
            if (dev.MappingError(bus))
                return sent;
            host.Start(0, bus.Value, 192);
            dev.UnmapSingle(bus, 192, DmaDirection.FromDevice); // expect: XDMA3002
            sent++;
        }
        return sent;
    }

    public int Retry(GuestBuffer data)
    {
        DmaAddr bus = default;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            bus = dev.MapSingle(data, 512, DmaDirection.ToDevice); // expect: XDMA1005
            if (dev.MappingError(bus))
                return -12;
            if (host.Start(0, bus.Value, 512) == 0)
                break;
        }
        dev.UnmapSingle(bus, 512, DmaDirection.ToDevice);
        return 0;
    }

    public void Abandon(GuestBuffer data)
    {
        dev.MapSingle(data, 512, DmaDirection.ToDevice); // expect: XDMA1005
        host.Poll(0);
    }
}
