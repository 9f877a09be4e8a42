// defect: UART: the failed branch forgets, chunks overwrite their handle, the ring is reallocated and the old one lost.
using System;
using System.Threading;
using XenDma;

namespace Cases.DefectSerial;

public interface IUart
{
    void Start(ulong address, int length);
    bool Wait(int milliseconds);
}

public sealed class Uart(Device dev, IUart uart)
{
    private readonly record struct Pending(DmaAddr Bus, int Length);

    public bool Probe()
    {
        bool wide = dev.SetMask(ulong.MaxValue); // expect: XDMA2006
        return uart.Wait(1);
    }

    public bool Write(GuestBuffer data)
    {
        var pending = new Pending(dev.MapSingle(data, 256, DmaDirection.ToDevice), 256); // expect: XDMA1004
        if (dev.MappingError(pending.Bus))
            return false;
        uart.Start(pending.Bus.Value, pending.Length);
        if (!uart.Wait(100))
            return false;
        dev.UnmapSingle(pending.Bus, pending.Length, DmaDirection.ToDevice);
        return true;
    }

    public int WriteAll(GuestBuffer data, int chunk)
    {
        int sent = 0;
        DmaAddr bus;
        do
        {
            bus = dev.MapSingle(data.Slice(sent, chunk), chunk, DmaDirection.ToDevice); // expect: XDMA1005
            if (dev.MappingError(bus))
                return sent;
            uart.Start(bus.Value, chunk);
            sent += chunk;
        }
        while (uart.Wait(10) && sent < data.Length);
        dev.UnmapSingle(bus, chunk, DmaDirection.ToDevice);
        return sent;
    }

    public bool Resize(int bytes)
    {
        var ring = dev.AllocCoherent(bytes, out var bus); // expect: XDMA1007
        if (ring is null)
            return false;
        uart.Start(bus.Value, bytes);
        if (uart.Wait(1))
        {
            dev.FreeCoherent(bytes, ring, bus);
            return true;
        }
        ring = dev.AllocCoherent(bytes / 2, out bus);
        if (ring is null)
            return false;
        uart.Start(bus.Value, bytes / 2);
        dev.FreeCoherent(bytes / 2, ring, bus);
        return true;
    }

    public bool Fixed()
    {
        if (dev.AllocCoherent(1024, out var bus) is not { } ring)
            return false;
        uart.Start(bus.Value, 1024);
        bool ok = uart.Wait(1);
        dev.FreeCoherent(512, ring, bus); // expect: XDMA3010
        return ok;
    }

    public int Echo(GuestBuffer data, out DmaAddr last)
    {
        last = default;
        var bus = dev.MapSingle(data, 16, DmaDirection.Bidirectional);
        if (dev.MappingError(bus))
            return -1;
        uart.Start(bus.Value, 16);
        dev.UnmapSingle(bus, 16, DmaDirection.Bidirectional);
        last = bus; // expect: XDMA1006
        return 0;
    }
}
