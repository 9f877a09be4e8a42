// defect: receive path: a refill that publishes unchecked addresses, sizes that drift, a slot overwritten while mapped.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.DefectNetRx;

public interface IRxPort
{
    void Publish(int slot, ulong address);
    bool TryReceive(out int slot, out int length);
    void Deliver(GuestBuffer buffer, int length);
}

public sealed class Receiver(Device dev, IRxPort port, Func<GuestBuffer?> allocate)
{
    private const int BufferSize = 2048;
    private readonly DmaAddr[] _bus = new DmaAddr[64];
    private readonly GuestBuffer?[] _buffers = new GuestBuffer?[64];

    public void Refill()
    {
        for (int i = 0; i < _bus.Length; i++)
        {
            if (_buffers[i] is not null || allocate() is not { } buffer)
                continue;
            var bus = dev.MapSingle(buffer, BufferSize, DmaDirection.FromDevice);
            port.Publish(i, bus.Value); // expect: XDMA2001
            _bus[i] = bus;
            _buffers[i] = buffer;
        }
    }

    public void Poll()
    {
        while (port.TryReceive(out int slot, out int length))
        {
            if (_buffers[slot] is not { } buffer)
                continue;
            dev.UnmapSingle(_bus[slot], BufferSize, DmaDirection.FromDevice);
            _buffers[slot] = null;
            port.Deliver(buffer, length);
        }
    }

    public bool Peek(GuestBuffer buffer, int length)
    {
        var bus = dev.MapSingle(buffer, BufferSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return false;
        port.Publish(0, bus.Value);
        if (length > BufferSize)
        {
            dev.UnmapSingle(bus, length, DmaDirection.FromDevice); // expect: XDMA3001
            return false;
        }
        dev.SyncSingleForCpu(bus, 4096, DmaDirection.FromDevice); // expect: XDMA3008
        byte type = buffer[12];
        dev.UnmapSingle(bus, BufferSize, DmaDirection.FromDevice);
        return type == 8;
    }

    public GuestBuffer? Exchange(GuestBuffer full, GuestBuffer empty)
    {
        var bus = dev.MapSingle(full, BufferSize, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return null;
        port.Publish(1, bus.Value);
        bus = dev.MapSingle(empty, BufferSize, DmaDirection.FromDevice); // expect: XDMA1005
        if (dev.MappingError(bus))
            return null;
        port.Publish(2, bus.Value);
        dev.UnmapSingle(bus, BufferSize, DmaDirection.FromDevice);
        return full;
    }

    public int Drain(List<GuestBuffer> buffers)
    {
        int drained = 0;
        foreach (var buffer in buffers)
        {
            var bus = dev.MapSingle(buffer, BufferSize, DmaDirection.FromDevice); // expect: XDMA1004
            if (dev.MappingError(bus))
                break;
            port.Publish(3, bus.Value);
            if (!port.TryReceive(out _, out int length) || length == 0)
                continue;
            dev.UnmapSingle(bus, BufferSize, DmaDirection.FromDevice);
            drained++;
        }
        return drained;
    }
}
