// defect: queue pairs: an unwind that forgets the first queue, memory used before the null check, freed with the other's handle.
using System;
using System.Threading.Tasks;
using XenDma;

namespace Cases.DefectNvme;

public interface IController
{
    bool CreateQueue(int id, ulong submission, ulong completion);
    Task<bool> SubmitAsync(ulong data, int length);
}

public sealed class Queues(Device dev, IController ctl)
{
    private const int SqBytes = 4096;
    private const int CqBytes = 1024;

    public bool Start(int id)
    {
        var sq = dev.AllocCoherent(SqBytes, out var sqBus); // expect: XDMA1007
        if (sq is null)
            return false;
        var cq = dev.AllocCoherent(CqBytes, out var cqBus);
        if (cq is null)
            return false;
        bool created = ctl.CreateQueue(id, sqBus.Value, cqBus.Value);
        dev.FreeCoherent(CqBytes, cq, cqBus);
        dev.FreeCoherent(SqBytes, sq, sqBus);
        return created;
    }

    public bool Cleared(int id)
    {
        var sq = dev.AllocCoherent(SqBytes, out var sqBus);
        sq!.Fill(0); // expect: XDMA2005
        bool created = ctl.CreateQueue(id, sqBus.Value, 0);
        dev.FreeCoherent(SqBytes, sq, sqBus);
        return created;
    }

    public bool Crossed(int id)
    {
        var sq = dev.AllocCoherent(SqBytes, out var sqBus);
        if (sq is null)
            return false;
        var cq = dev.AllocCoherent(CqBytes, out var cqBus);
        if (cq is null)
        {
            dev.FreeCoherent(SqBytes, sq, sqBus);
            return false;
        }
        bool created = ctl.CreateQueue(id, sqBus.Value, cqBus.Value);
        dev.FreeCoherent(SqBytes, sq, cqBus); // expect: XDMA3010
        dev.FreeCoherent(SqBytes, cq, cqBus); // expect: XDMA3010
        return created;
    }

    public async Task<bool> ReadAsync(GuestBuffer data)
    {
        var bus = dev.MapSingle(data, data.Length, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return false;
        try
        {
            if (!await ctl.SubmitAsync(bus.Value, data.Length))
                return false;
        }
        catch (TimeoutException)
        {
            return false;
        }
        dev.UnmapSingle(bus, data.Length, DmaDirection.FromDevice);
        return true;
    }

    public async Task<bool> WriteAsync(GuestBuffer data)
    {
        var bus = dev.MapSingle(data, data.Length, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            return false;
        bool ok = await ctl.SubmitAsync(bus.Value, data.Length).ConfigureAwait(false);
        if (!ok)
            dev.UnmapSingle(bus, data.Length, DmaDirection.ToDevice);
        dev.UnmapSingle(bus, data.Length, DmaDirection.ToDevice); // expect: XDMA1003
        return ok;
    }

    public byte Identify()
    {
        var page = dev.AllocCoherent(4096, out var bus);
        if (page is null)
            return 0;
        ctl.CreateQueue(0, bus.Value, 0);
        dev.FreeCoherent(4096, page, bus);
        return page[0]; // expect: XDMA1008
    }
}
