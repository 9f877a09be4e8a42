// defect: storage: pages, addresses, guest addresses in descriptors.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using XenDma;

namespace Cases.Longboat;

public abstract class Longboat
{
    protected readonly Device Hba;
    private GuestBuffer? _table;
    private DmaAddr _tableBus;

    protected Longboat(Device hba) => Hba = hba;

    [DmaContract(DmaRole.Submit)] protected abstract void Kick(DmaAddr table, int entries);
    [DmaContract(DmaRole.Wait)] protected abstract bool Finished();
    [DmaContract(DmaRole.Stop)] protected abstract void Halt();
    protected abstract void Low(uint value);

    public bool Setup()
    {
        if (_table is not null)
            return true;
        _table = Hba.AllocCoherent(4096, out _tableBus);
        return _table is not null;
    }

    private void Entry(int index, DmaAddr address, int length)
    {
        var entry = _table!.Span.Slice(index * 16, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(entry, address.Value);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], length);
    }

    public bool Transfer(GuestBuffer data, bool write)
    {
        var direction = write ? DmaDirection.ToDevice : DmaDirection.FromDevice;
        var a = Hba.MapSingle(data, data.Length, direction);
        if (Hba.MappingError(a))
            return false;
        Entry(0, a, data.Length);
        Kick(_tableBus, 1);
        bool ok = Finished();
        if (!ok)
            Halt();
        Hba.UnmapSingle(a, data.Length, direction);
        return ok;
    }

    public bool TransferHasty(GuestBuffer data)
    {
        var a = Hba.MapSingle(data, 4096, DmaDirection.FromDevice);
        if (Hba.MappingError(a))
            return false;
        Kick(a, 1);
        try
        {
            return Finished();
        }
        finally
        {
            Hba.UnmapSingle(a, 4096, DmaDirection.FromDevice); // expect: XDMA4007
        }
    }

    public void Guest(GuestBuffer data)
    {
        var wrong = new DmaAddr(data.Address.Value + 512); // expect: XDMA5003
        Entry(0, wrong, 512);
        Kick(_tableBus, 1);
    }

    public PhysAddr Reverse(DmaAddr bus, ulong offset) => new PhysAddr(bus.Value + offset); // expect: XDMA5003

    public ulong FrameBytes(Page page)
    {
        int pfn = (int)page.Pfn.Value;
        long start = pfn << 12; // expect: XDMA5002
        return (ulong)start;
    }

    public ulong FrameBytesRight(Page page)
    {
        long pfn = (long)page.Pfn.Value;
        return (ulong)(pfn << 12);
    }

    public IEnumerable<ulong> Frames(IEnumerable<Page> pages) => pages.Select(p => p.Pfn.Value << 12);

    public bool Steps(Page page)
    {
        var a = Hba.MapPage(page, 0, 4096, DmaDirection.ToDevice);
        if (Hba.MappingError(a))
            return false;
        for (int i = 0; i < 3; i++)
            Kick(a + (ulong)(i * 4096), 1); // expect: XDMA5004
        if (!Finished())
            Halt();
        Hba.UnmapPage(a, 4096, DmaDirection.ToDevice);
        return true;
    }

    public bool Inside(GuestBuffer data)
    {
        var a = Hba.MapSingle(data, 3 * 4096, DmaDirection.ToDevice);
        if (Hba.MappingError(a))
            return false;
        for (int i = 0; i < 3; i++)
            Kick(a + (ulong)(i * 4096), 1);
        if (!Finished())
            Halt();
        Hba.UnmapSingle(a, 3 * 4096, DmaDirection.ToDevice);
        return true;
    }

    public void Narrow()
    {
        Low((uint)_tableBus.Value); // expect: XDMA5001
    }

    public void NarrowFrame(Page page) => Low((uint)page.Pfn.Value);

    public void NarrowOffset(DmaAddr a, DmaAddr b) => Low((uint)(a.Value - b.Value));

    public bool Sg(ScatterList list)
    {
        int count = list.Count;
        int mapped = Hba.MapSg(list, count, DmaDirection.FromDevice);
        if (mapped == 0)
            return false;
        for (int i = 0; i < mapped; i++)
            Entry(i, list.DmaAddressAt(i), list.DmaLengthAt(i));
        Kick(_tableBus, mapped);
        if (!Finished())
        {
            Hba.UnmapSg(list, count, DmaDirection.FromDevice); // expect: XDMA4007
            return false;
        }
        Hba.UnmapSg(list, count, DmaDirection.FromDevice);
        return list.BufferAt(0)[0] != 0;
    }

    public void Teardown()
    {
        Halt();
        if (_table is { } table)
            Hba.FreeCoherent(4096, table, _tableBus);
        _table = null;
    }
}
