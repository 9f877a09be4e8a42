// clean: flash pages: bounce decisions, several exits, nested try, bad-block tables in coherent memory.
using System;
using System.Collections.Generic;
using System.IO;
using XenDma;

namespace Cases.CleanMtd;

public interface INand
{
    bool Command(int row, ulong address, int bytes, bool write);
    bool Done();
    void Reset();
    int Correctable { get; }
}

public sealed class Nand(Device dev, INand nand, GuestBuffer bounce)
{
    private const int PageBytes = 2048;
    private const int OobBytes = 64;

    public int ReadPage(int row, GuestBuffer target, GuestBuffer? oob)
    {
        bool direct = target.Length >= PageBytes && target.Address.Value % 64 == 0;
        var buffer = direct ? target : bounce;
        var page = dev.MapSingle(buffer, PageBytes, DmaDirection.FromDevice);
        if (dev.MappingError(page))
            return -12;
        int result = 0;
        try
        {
            if (!nand.Command(row, page.Value, PageBytes, write: false) || !WaitDone())
                result = -5;
        }
        finally
        {
            dev.UnmapSingle(page, PageBytes, DmaDirection.FromDevice);
        }
        if (result < 0)
            return result;
        if (!direct)
            target.Write(0, bounce.Span[..Math.Min(target.Length, PageBytes)]);
        return oob is null ? nand.Correctable : ReadOob(row, oob);
    }

    private int ReadOob(int row, GuestBuffer oob)
    {
        var bus = dev.MapSingle(oob, OobBytes, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
            return -12;
        bool ok = nand.Command(row, bus.Value, OobBytes, write: false) && WaitDone();
        dev.UnmapSingle(bus, OobBytes, DmaDirection.FromDevice);
        return ok ? nand.Correctable : -5;
    }

    private bool WaitDone()
    {
        for (int i = 0; i < 10_000; i++)
        {
            if (nand.Done())
                return true;
        }
        nand.Reset();
        return false;
    }

    public void WritePage(int row, GuestBuffer source)
    {
        var bus = dev.MapSingle(source, PageBytes, DmaDirection.ToDevice);
        if (dev.MappingError(bus))
            throw new IOException("map");
        if (!nand.Command(row, bus.Value, PageBytes, write: true))
        {
            dev.UnmapSingle(bus, PageBytes, DmaDirection.ToDevice);
            throw new IOException("command");
        }
        if (!WaitDone())
        {
            dev.UnmapSingle(bus, PageBytes, DmaDirection.ToDevice);
            throw new TimeoutException();
        }
        dev.UnmapSingle(bus, PageBytes, DmaDirection.ToDevice);
    }

    public HashSet<int> BadBlocks(int blocks)
    {
        HashSet<int> bad = [];
        if (dev.AllocCoherent(OobBytes, out var bus) is { } oob)
        {
            try
            {
                for (int block = 0; block < blocks; block++)
                {
                    if (!nand.Command(block * 64, bus.Value, OobBytes, write: false) || !WaitDone() || oob[0] != 0xFF)
                        bad.Add(block);
                }
            }
            finally
            {
                dev.FreeCoherent(OobBytes, oob, bus);
            }
        }
        return bad;
    }
}
