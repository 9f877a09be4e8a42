using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>Another device, with data of its own under way: what a wrong address of the card's may hit.</summary>
internal sealed class BystandingDisk(XenGuest guest)
{
    private const int Bytes = 2048;
    private const byte Data = 0xD1;

    private readonly Device _device = guest.AddDevice("disk0", new DeviceTraits());
    private readonly List<GuestBuffer> _buffers = [];
    private readonly List<DmaAddr> _mapped = [];

    internal int Count => _mapped.Count;

    /// <summary>Maps buffers, as many as wanted or as the pool has room for, and has the disk write them.</summary>
    internal void BeginReads(int most)
    {
        BusMaster bus = guest.BusOf(_device);
        while (_mapped.Count < most)
        {
            GuestBuffer? buffer = guest.AllocPages(0);
            Assert.NotNull(buffer);
            DmaAddr address = _device.MapSingle(buffer, Bytes, DmaDirection.FromDevice, DmaAttrs.NoWarn);
            if (_device.MappingError(address))
            {
                guest.FreePages(buffer);
                return;
            }

            _buffers.Add(buffer);
            _mapped.Add(address);
            bus.Write(address, Enumerable.Repeat(Data, Bytes).ToArray());
        }
    }

    /// <summary>Unmaps all.</summary>
    /// <returns>What arrived of the reads that did not bring what the disk wrote.</returns>
    internal List<byte[]> EndReads()
    {
        foreach (DmaAddr address in _mapped) _device.UnmapSingle(address, Bytes, DmaDirection.FromDevice);
        IEnumerable<byte[]> reads = _buffers.Select(static buffer => buffer.Span[..Bytes].ToArray());
        List<byte[]> damaged = [.. reads.Where(static read => read.Any(static b => b != Data))];
        foreach (GuestBuffer buffer in _buffers) guest.FreePages(buffer);
        _buffers.Clear();
        _mapped.Clear();
        return damaged;
    }
}
