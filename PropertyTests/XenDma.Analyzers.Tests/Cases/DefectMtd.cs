// defect: flash: exceptions between map and unmap, an early return inside a retry, out-of-band data of another size.
using System;
using System.IO;
using XenDma;

namespace Cases.DefectMtd;

public interface INand
{
    bool Command(int row, ulong address, int bytes);
    bool Done();
}

public sealed class Nand(Device dev, INand nand)
{
    private const int PageBytes = 2048;
    private const int OobBytes = 64;

    public void WritePage(int row, GuestBuffer source)
    {
        var bus = dev.MapSingle(source, PageBytes, DmaDirection.ToDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            throw new IOException("map");
        if (!nand.Command(row, bus.Value, PageBytes))
            throw new IOException("command");
        WaitDone();
        dev.UnmapSingle(bus, PageBytes, DmaDirection.ToDevice);
    }

    private void WaitDone()
    {
        for (int i = 0; i < 1000; i++)
        {
            if (nand.Done())
                return;
        }
        throw new TimeoutException();
    }

    public int Read(int row, GuestBuffer target)
    {
        for (int attempt = 0; attempt < 4; attempt++)
        {
            var bus = dev.MapSingle(target, PageBytes, DmaDirection.FromDevice); // expect: XDMA1004
            if (dev.MappingError(bus))
                return -12;
            if (nand.Command(row, bus.Value, PageBytes) && nand.Done())
                return 0;
            dev.UnmapSingle(bus, PageBytes, DmaDirection.FromDevice);
        }
        return -5;
    }

    public int ReadOob(int row, GuestBuffer oob)
    {
        var bus = dev.MapSingle(oob, OobBytes, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return -12;
        bool ok = nand.Command(row, bus.Value, OobBytes) && nand.Done();
        dev.UnmapSingle(bus, PageBytes, DmaDirection.FromDevice); // expect: XDMA3001
        return ok ? 0 : -5;
    }

    public int Bounce(int row, GuestBuffer target, GuestBuffer bounce)
    {
        bool direct = target.Length >= PageBytes;
        var bus = dev.MapSingle(direct ? target : bounce, PageBytes, DmaDirection.FromDevice); // expect: XDMA1004
        if (dev.MappingError(bus))
            return -12;
        if (!nand.Command(row, bus.Value, PageBytes))
            return -5;
        if (direct)
        {
            dev.UnmapSingle(bus, PageBytes, DmaDirection.FromDevice);
            return 0;
        }
        dev.SyncSingleForCpu(bus, PageBytes, DmaDirection.FromDevice);
        target.Write(0, bounce.Span);
        dev.UnmapSingle(bus, PageBytes, DmaDirection.FromDevice);
        return 0;
    }

    public bool Table(int blocks)
    {
        var table = dev.AllocCoherent(blocks, out var bus);
        nand.Command(0, bus.Value, blocks);
        bool good = table![0] == 0xFF; // expect: XDMA2005
        dev.FreeCoherent(blocks, table, bus);
        return good;
    }
}
