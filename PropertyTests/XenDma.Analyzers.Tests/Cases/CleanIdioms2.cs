// clean: base classes and overrides, iterators that map as they go, scopes of the driver's own, timers, locks, chains of conditions.
using System;
using System.Collections.Generic;
using System.Threading;
using XenDma;

namespace Cases.CleanIdioms2;

public abstract class Request(GuestBuffer buffer)
{
    public GuestBuffer Buffer { get; } = buffer;
    protected abstract DmaDirection Direction { get; }
    private DmaAddr _bus;
    private bool _mapped;

    public bool Start(Device dev, Func<ulong, int, bool> start)
    {
        _bus = dev.MapSingle(Buffer, Buffer.Length, Direction);
        if (dev.MappingError(_bus))
            return false;
        _mapped = true;
        if (start(_bus.Value, Buffer.Length))
            return true;
        Finish(dev);
        return false;
    }

    public virtual void Finish(Device dev)
    {
        if (!_mapped)
            return;
        _mapped = false;
        dev.UnmapSingle(_bus, Buffer.Length, Direction);
    }
}

public sealed class ReadRequest(GuestBuffer buffer) : Request(buffer)
{
    protected override DmaDirection Direction => DmaDirection.FromDevice;

    public override void Finish(Device dev)
    {
        base.Finish(dev);
        Console.WriteLine(Buffer[0]);
    }
}

public readonly struct MappedScope : IDisposable
{
    private readonly Device _dev;
    private readonly int _length;

    private MappedScope(Device dev, DmaAddr bus, int length)
    {
        _dev = dev;
        Bus = bus;
        _length = length;
    }

    public DmaAddr Bus { get; }

    public static bool TryCreate(Device dev, GuestBuffer buffer, out MappedScope scope)
    {
        var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
        {
            scope = default;
            return false;
        }
        scope = new MappedScope(dev, bus, buffer.Length);
        return true;
    }

    public void Dispose() => _dev?.UnmapSingle(Bus, _length, DmaDirection.ToDevice);
}

public sealed class Driver(Device dev, Func<ulong, int, bool> start)
{
    private readonly object _gate = new();
    private readonly Dictionary<int, List<(DmaAddr Bus, int Length)>> _byQueue = [];
    private Timer? _watchdog;

    public bool Scoped(GuestBuffer buffer)
    {
        if (!MappedScope.TryCreate(dev, buffer, out var scope))
            return false;
        using (scope)
            return start(scope.Bus.Value, buffer.Length);
    }

    public IEnumerable<bool> Each(IEnumerable<GuestBuffer> buffers)
    {
        foreach (var buffer in buffers)
        {
            var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus))
                yield break;
            bool ok;
            try
            {
                ok = start(bus.Value, buffer.Length);
            }
            finally
            {
                dev.UnmapSingle(bus, buffer.Length, DmaDirection.ToDevice);
            }
            yield return ok;
        }
    }

    public bool Queue(int queue, GuestBuffer buffer)
    {
        var bus = dev.MapSingle(buffer, buffer.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        lock (_gate)
        {
            if (!_byQueue.TryGetValue(queue, out var list))
                _byQueue[queue] = list = [];
            list.Add((bus, buffer.Length));
        }
        _watchdog ??= new Timer(_ => Flush(queue), null, 1000, Timeout.Infinite);
        return start(bus.Value, buffer.Length);
    }

    public void Flush(int queue)
    {
        List<(DmaAddr Bus, int Length)>? list;
        lock (_gate)
        {
            if (!_byQueue.Remove(queue, out list))
                return;
        }
        for (int i = list.Count; i-- > 0;)
            dev.UnmapSingle(list[i].Bus, list[i].Length, DmaDirection.ToDevice);
    }

    public bool Chain(GuestBuffer a, GuestBuffer b, GuestBuffer c)
    {
        bool ok = false;
        var first = dev.MapSingle(a, 64, DmaDirection.ToDevice);
        if (!dev.MappingError(first))
        {
            var second = dev.MapSingle(b, 64, DmaDirection.ToDevice);
            if (!dev.MappingError(second))
            {
                var third = dev.MapSingle(c, 64, DmaDirection.FromDevice);
                if (!dev.MappingError(third))
                {
                    ok = start(first.Value, 64) && start(second.Value, 64) && start(third.Value, 64);
                    dev.UnmapSingle(third, 64, DmaDirection.FromDevice);
                }
                dev.UnmapSingle(second, 64, DmaDirection.ToDevice);
            }
            dev.UnmapSingle(first, 64, DmaDirection.ToDevice);
        }
        return ok;
    }

    public bool Flags(GuestBuffer a, GuestBuffer b)
    {
        const int HaveA = 1;
        const int HaveB = 2;
        int have = 0;
        DmaAddr first = default, second = default;
        bool ok = false;
        try
        {
            first = dev.MapSingle(a, 64, DmaDirection.ToDevice);
            if (dev.MappingError(first))
                return false;
            have |= HaveA;
            second = dev.MapSingle(b, 64, DmaDirection.ToDevice);
            if (dev.MappingError(second))
                return false;
            have |= HaveB;
            ok = start(first.Value, 64) || start(second.Value, 64);
        }
        finally
        {
            if ((have & HaveB) != 0)
                dev.UnmapSingle(second, 64, DmaDirection.ToDevice);
            if ((have & HaveA) != 0)
                dev.UnmapSingle(first, 64, DmaDirection.ToDevice);
        }
        return ok;
    }
}
