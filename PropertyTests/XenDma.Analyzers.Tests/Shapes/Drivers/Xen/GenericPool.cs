// clean: a generic pool of pre-mapped entries, rented as disposable leases.
#nullable enable
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using XenDma;

namespace Drivers.Pools;

public interface ISized { static abstract int Bytes { get; } }

public readonly struct Jumbo : ISized { public static int Bytes => 9216; }

public sealed class MappedPool<TSize> : IDisposable where TSize : ISized
{
    private readonly Device _dev;
    private readonly ConcurrentBag<Entry> _free = [];
    private readonly List<Entry> _all = [];

    public MappedPool(Device dev, IEnumerable<GuestBuffer> buffers)
    {
        _dev = dev;
        foreach (var buffer in buffers)
        {
            var address = dev.MapSingle(buffer, TSize.Bytes, DmaDirection.Bidirectional);
            if (dev.MappingError(address))
                continue;
            var entry = new Entry(buffer, address);
            _all.Add(entry);
            _free.Add(entry);
        }
    }

    public Lease? Rent() => _free.TryTake(out var entry) ? new Lease(this, entry) : null;

    public void Dispose()
    {
        foreach (var entry in _all)
            _dev.UnmapSingle(entry.Address, TSize.Bytes, DmaDirection.Bidirectional);
        _all.Clear();
    }

    public sealed record Entry(GuestBuffer Buffer, DmaAddr Address);

    public sealed class Lease(MappedPool<TSize> pool, Entry entry) : IDisposable
    {
        public void Load(ReadOnlySpan<byte> data)
        {
            pool._dev.SyncSingleForCpu(entry.Address, TSize.Bytes, DmaDirection.Bidirectional);
            entry.Buffer.Write(0, data);
            pool._dev.SyncSingleForDevice(entry.Address, TSize.Bytes, DmaDirection.Bidirectional);
        }

        public DmaAddr Address => entry.Address;

        public void Dispose() => pool._free.Add(entry);
    }
}
