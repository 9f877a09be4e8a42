// defect: a DMA engine's client: two maps and one check, mapped once and unmapped in the loop, a break that skips the unmap.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using XenDma;

namespace Cases.DefectDmaEngine;

public interface IChannel
{
    int Prepare(ulong source, ulong target, int length);
    Task<bool> WhenDone(int cookie);
}

public sealed class Copier(Device dev, IChannel channel)
{
    private bool Map(GuestBuffer buffer, DmaDirection direction, out DmaAddr bus)
    {
        bus = dev.MapSingle(buffer, buffer.Length, direction);
        return !dev.MappingError(bus);
    }

    public async Task<bool> CopyAsync(GuestBuffer source, GuestBuffer target)
    {
        if (!Map(source, DmaDirection.ToDevice, out var from)) // expect: XDMA1004
            return false;
        if (!Map(target, DmaDirection.FromDevice, out var to)) // expect: XDMA1004
        {
            dev.UnmapSingle(from, source.Length, DmaDirection.ToDevice);
            return false;
        }
        int cookie = channel.Prepare(from.Value, to.Value, source.Length);
        if (cookie < 0)
            return false;
        bool ok = await channel.WhenDone(cookie);
        dev.UnmapSingle(to, target.Length, DmaDirection.FromDevice);
        dev.UnmapSingle(from, source.Length, DmaDirection.ToDevice);
        return ok;
    }

    public bool Both(GuestBuffer source, GuestBuffer target)
    {
        var from = dev.MapSingle(source, 512, DmaDirection.ToDevice);
        var to = dev.MapSingle(target, 512, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(from))
            return false;
        bool ok = channel.Prepare(from.Value, to.Value, 512) >= 0; // expect: XDMA2001
        dev.UnmapSingle(to, 512, DmaDirection.FromDevice);
        dev.UnmapSingle(from, 512, DmaDirection.ToDevice);
        return ok;
    }

    public int Fill(GuestBuffer pattern, IEnumerable<GuestBuffer> targets)
    {
        var source = dev.MapSingle(pattern, 64, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(source))
            return 0;
        int filled = 0;
        foreach (var target in targets)
        {
            var bus = dev.MapSingle(target, 64, DmaDirection.FromDevice);
            if (dev.MappingError(bus))
                break;
            channel.Prepare(source.Value, bus.Value, 64); // expect: XDMA1006
            dev.UnmapSingle(bus, 64, DmaDirection.FromDevice);
            dev.UnmapSingle(source, 64, DmaDirection.ToDevice); // expect: XDMA1003
            filled++;
        }
        return filled;
    }

    public bool Rows(GuestBuffer image, int rows)
    {
        bool ok = true;
        for (int row = 0; row < rows; row++)
        {
            var bus = dev.MapSingle(image.Slice(row * 64, 64), 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(bus))
                return false;
            if (channel.Prepare(bus.Value, 0, 64) < 0)
            {
                ok = false;
                break;
            }
            dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        }
        return ok;
    }
}
