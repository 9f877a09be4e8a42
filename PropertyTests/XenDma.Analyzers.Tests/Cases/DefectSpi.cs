// defect: SPI: one half of a transfer leaks when the other fails, an owned mapping never disposed, a disposed one synced.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectSpi;

public interface ISpi
{
    bool Dma(ulong tx, ulong rx, int length);
}

public sealed class Master(Device dev, ISpi spi)
{
    public bool Transfer(GuestBuffer? tx, GuestBuffer? rx, int length)
    {
        bool haveTx = tx != null;
        bool haveRx = rx != null;
        DmaAddr txBus = default;
        DmaAddr rxBus = default;
        if (haveTx)
        {
            txBus = dev.MapSingle(tx!, length, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(txBus))
                return false;
        }
        if (haveRx)
        {
            rxBus = dev.MapSingle(rx!, length, DmaDirection.FromDevice);
            if (dev.MappingError(rxBus))
                return false;
        }
        bool ok = spi.Dma(txBus.Value, rxBus.Value, length);
        if (haveRx)
            dev.UnmapSingle(rxBus, length, DmaDirection.FromDevice);
        if (haveTx)
            dev.UnmapSingle(txBus, length, DmaDirection.ToDevice);
        return ok;
    }

    public bool Owned(GuestBuffer tx)
    {
        var mapping = dev.Map(tx, DmaDirection.ToDevice); // expect: XDMA1004
        if (!spi.Dma(mapping.Address.Value, 0, mapping.Length))
            return false;
        mapping.Dispose();
        return true;
    }

    public byte Stale(GuestBuffer rx)
    {
        var mapping = dev.Map(rx, DmaDirection.FromDevice);
        spi.Dma(0, mapping.Address.Value, mapping.Length);
        mapping.Dispose();
        mapping.SyncForCpu(); // expect: XDMA1001
        return rx[0];
    }

    public void Swapped(GuestBuffer tx, GuestBuffer rx)
    {
        var a = dev.MapSingle(tx, 64, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return;
        var b = dev.MapSingle(rx, 128, DmaDirection.FromDevice);
        if (dev.MappingError(b))
        {
            dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
            return;
        }
        spi.Dma(a.Value, b.Value, 64);
        dev.UnmapSingle(b, 64, DmaDirection.FromDevice); // expect: XDMA3001
        dev.UnmapSingle(a, 64, DmaDirection.ToDevice);
    }

    public int Burst(Queue<GuestBuffer> queue)
    {
        int sent = 0;
        while (queue.TryDequeue(out var next))
        {
            var bus = dev.MapSingle(next, next.Length, DmaDirection.ToDevice);
            if (!spi.Dma(bus.Value, 0, next.Length)) // expect: XDMA2001
            {
                dev.UnmapSingle(bus, next.Length, DmaDirection.ToDevice);
                break;
            }
            dev.UnmapSingle(bus, next.Length, DmaDirection.ToDevice);
            sent++;
        }
        return sent;
    }
}
