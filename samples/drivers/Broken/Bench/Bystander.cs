using System;
using System.Collections.Generic;
using System.Linq;

namespace XenDma.Samples.Broken;

/// <summary>Another device whose driver makes no mistakes: it takes what is left of the pool, and what a wrong address hits is mostly its data.</summary>
public sealed class Bystander(XenGuest guest, string name)
{
    private const int Bytes = 2048;
    private const byte Data = 0xD1;

    private readonly Device _device = guest.AddDevice(name, new DeviceTraits());
    private readonly List<(GuestBuffer Page, DmaAddr Address)> _reads = [];

    /// <summary>Maps buffers until the pool is full, and has the device write them.</summary>
    /// <param name="most">The most buffers.</param>
    public void BeginReads(int most)
    {
        BusMaster bus = guest.BusOf(_device);
        while (_reads.Count < most && guest.AllocPages(0) is { } page)
        {
            DmaAddr address = _device.MapSingle(page, Bytes, DmaDirection.FromDevice, DmaAttrs.NoWarn);
            if (_device.MappingError(address))
            {
                guest.FreePages(page);
                return;
            }

            _reads.Add((page, address));
            bus.Write(address, Enumerable.Repeat(Data, Bytes).ToArray());
        }
    }

    /// <summary>Unmaps all.</summary>
    /// <returns>The buffers that do not hold what the device wrote.</returns>
    public int EndReads()
    {
        int damaged = 0;
        foreach ((GuestBuffer page, DmaAddr address) in _reads)
        {
            _device.UnmapSingle(address, Bytes, DmaDirection.FromDevice);
            if (page.Span[..Bytes].ContainsAnyExcept(Data)) damaged++;
            guest.FreePages(page);
        }

        _reads.Clear();
        return damaged;
    }
}
