// defect: a virtqueue: an undo that stops one short, a detached buffer kept mapped, an indirect table leaked.
using System;
using XenDma;

namespace Cases.DefectVirtio;

public interface ITransport
{
    void Put(int index, ulong address, int length);
    bool Notify();
}

public sealed class Queue(Device dev, ITransport transport)
{
    public bool Add(GuestBuffer request, GuestBuffer response)
    {
        var outgoing = dev.MapSingle(request, 16, DmaDirection.ToDevice);
        if (dev.MappingError(outgoing))
            return false;
        var incoming = dev.MapSingle(response, 64, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(incoming))
        {
            dev.UnmapSingle(outgoing, 16, DmaDirection.ToDevice);
            return false;
        }
        transport.Put(0, outgoing.Value, 16);
        transport.Put(1, incoming.Value, 64);
        bool ok = transport.Notify();
        dev.UnmapSingle(outgoing, 16, DmaDirection.ToDevice);
        if (ok)
            dev.UnmapSingle(incoming, 64, DmaDirection.FromDevice);
        return ok;
    }

    public bool Indirect(GuestBuffer[] buffers)
    {
        var table = dev.AllocCoherent(buffers.Length * 16, out var tableBus); // expect: XDMA1007
        if (table is null)
            return false;
        for (int i = 0; i < buffers.Length; i++)
        {
            var bus = dev.MapSingle(buffers[i], buffers[i].Length, DmaDirection.ToDevice);
            if (dev.MappingError(bus))
                return false;
            BitConverter.TryWriteBytes(table.Span[(i * 16)..], bus.Value);
            transport.Put(i, bus.Value, buffers[i].Length);
            dev.UnmapSingle(bus, buffers[i].Length, DmaDirection.ToDevice);
        }
        transport.Put(-1, tableBus.Value, buffers.Length * 16);
        bool ok = transport.Notify();
        dev.FreeCoherent(buffers.Length * 16, table, tableBus);
        return ok;
    }

    public bool Config(GuestBuffer config, bool write)
    {
        var direction = write ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        var bus = dev.MapSingle(config, 32, direction);
        if (dev.MappingError(bus))
            return false;
        transport.Put(2, bus.Value, 32);
        if (!transport.Notify())
        {
            Release(bus);
            return false;
        }
        Release(bus);
        dev.SyncSingleForCpu(bus, 32, direction); // expect: XDMA1001
        return config[0] == 1;

        void Release(DmaAddr address) => dev.UnmapSingle(address, 32, direction);
    }

    public int Reset(GuestBuffer status)
    {
        DmaAddr bus = default;
        if (transport.Notify())
        {
            bus = dev.MapSingle(status, 4, DmaDirection.FromDevice);
            if (dev.MappingError(bus))
                return -12;
            transport.Put(3, bus.Value, 4);
            dev.UnmapSingle(bus, 4, DmaDirection.FromDevice);
            return 0;
        }
        dev.UnmapSingle(bus, 4, DmaDirection.FromDevice); // expect: XDMA1002
        return -5;
    }
}
