// defect: an iterator that maps as it goes; the one below forgets to look at the result, the other loses what it mapped when it stops.
#nullable enable
using System;
using System.Collections.Generic;
using XenDma;

namespace Drivers.Iterators;

public sealed class Chunks(Device dev)
{
    public IEnumerable<(DmaAddr Address, int Bytes)> Map(IEnumerable<GuestBuffer> buffers)
    {
        foreach (var buffer in buffers)
        {
            var address = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
            if (dev.MappingError(address))
                yield break;
            yield return (address, buffer.Length);
        }
    }

    public int SendAll(IEnumerable<GuestBuffer> buffers, Action<DmaAddr> post)
    {
        int sent = 0;
        foreach (var (address, bytes) in Map(buffers))
        {
            post(address);
            dev.UnmapSingle(address, bytes, DmaDirection.ToDevice);
            sent++;
        }
        return sent;
    }

    public IEnumerable<int> Lengths(IEnumerable<GuestBuffer> buffers, Action<DmaAddr> post)
    {
        foreach (var buffer in buffers)
        {
            var address = dev.MapSingle(buffer, 64, DmaDirection.ToDevice);
            post(address); // expect: XDMA2001
            dev.UnmapSingle(address, 64, DmaDirection.ToDevice);
            yield return 64;
        }
    }

    public IEnumerable<int> Probed(IEnumerable<GuestBuffer> buffers, Func<DmaAddr, bool> post)
    {
        foreach (var buffer in buffers)
        {
            var address = dev.MapSingle(buffer, 64, DmaDirection.ToDevice); // expect: XDMA1004
            if (dev.MappingError(address))
                continue;
            if (!post(address))
                yield break;
            dev.UnmapSingle(address, 64, DmaDirection.ToDevice);
            yield return 64;
        }
    }
}
