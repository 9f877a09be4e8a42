// defect: addresses in other shapes.
using System.Buffers.Binary;
using System.Collections.Generic;
using XenDma;

namespace Cases.Galleon;

public sealed class GalleonRaid(Device hba, GalleonRaid.IRegs regs)
{
    public interface IRegs
    {
        void Write(int offset, uint value);
        void Write64(int offset, ulong value);
        [DmaContract(DmaRole.Submit)] void Post(ulong address, int length);
        [DmaContract(DmaRole.DeviceAccess)] void Segment(int index, DmaAddr address, int length);
        void Sync();
    }

    private struct Descriptor { public uint Low; public uint High; public int Length; }

    private readonly Descriptor[] _table = new Descriptor[16];
    private GuestBuffer? _queue;
    private DmaAddr _queueBus;

    public bool Start()
    {
        if (_queue is not null)
            return true;
        _queue = hba.AllocCoherent(4096, out _queueBus);
        if (_queue is null)
            return false;
        regs.Write(0x40, (uint)_queueBus.Value); // expect: XDMA5001
        return true;
    }

    public void StartWide()
    {
        ulong raw = _queueBus.Value;
        regs.Write(0x40, (uint)raw);
        regs.Write(0x44, (uint)(raw >> 32));
    }

    public void StartMasked()
    {
        regs.Write(0x40, (uint)(_queueBus.Value & 0xffff_ffff));
        regs.Write(0x44, (uint)(_queueBus.Value >> 32));
        regs.Write(0x48, (uint)(_queueBus.Value & 0xfff));
    }

    public bool Describe(GuestBuffer data, int index)
    {
        var a = hba.MapSingle(data, 4096, DmaDirection.ToDevice);
        if (hba.MappingError(a))
            return false;
        int bus = (int)a.Value; // expect: XDMA5001
        regs.Write(index, (uint)bus);
        regs.Sync();
        hba.UnmapSingle(a, 4096, DmaDirection.ToDevice);
        return true;
    }

    public void Fill(DmaAddr address, int index, int length)
    {
        _table[index].Low = unchecked((uint)address.Value);
        _table[index].High = (uint)(address.Value >> 32);
        _table[index].Length = length;
    }

    public bool Below4G(GuestBuffer data)
    {
        var a = hba.MapSingle(data, 4096, DmaDirection.ToDevice);
        if (hba.MappingError(a))
            return false;
        if (a.Value + 4096 > 0x1_0000_0000UL)
        {
            hba.UnmapSingle(a, 4096, DmaDirection.ToDevice);
            return false;
        }
        regs.Write(0, (uint)a.Value);
        regs.Sync();
        hba.UnmapSingle(a, 4096, DmaDirection.ToDevice);
        return true;
    }

    public static PhysAddr Of(int pfn) => new(checked((ulong)(pfn << 12))); // expect: XDMA5002

    public static ulong Bytes(Pfn frame)
    {
        int number = (int)frame.Value;
        ulong at = (ulong)(number * 4096); // expect: XDMA5002
        return at;
    }

    public static DmaAddr Machine(Mfn frame) => new(frame.Value << 12);

    public static Pfn Next(Pfn frame) => new(frame.Value + 1);

    public static PhysAddr Back(DmaAddr bus) => new(bus.Value); // expect: XDMA5003

    public static Mfn Wrong(Page page) => new(page.Pfn.Value); // expect: XDMA5003

    public void PostGuest(GuestBuffer data)
    {
        regs.Post(data.Address.Value, data.Length); // expect: XDMA5003
        regs.Sync();
    }

    private static ulong Raw(GuestBuffer data) => data.Address.Value;

    public void PostViaHelper(GuestBuffer data)
    {
        var bus = new DmaAddr(Raw(data) + 64); // expect: XDMA5003
        regs.Segment(0, bus, 64);
    }

    public bool Pages(Page page)
    {
        var a = hba.MapPage(page, 0, 4096, DmaDirection.FromDevice);
        if (hba.MappingError(a))
            return false;
        regs.Segment(0, a, 4096);
        regs.Segment(1, a + 4096, 4096); // expect: XDMA5004
        regs.Sync();
        hba.UnmapPage(a, 4096, DmaDirection.FromDevice);
        return true;
    }

    public bool Chunks(GuestBuffer data)
    {
        var a = hba.MapSingle(data, 8192, DmaDirection.ToDevice);
        if (hba.MappingError(a))
            return false;
        var end = a + 8192;
        for (var at = a; at.Value < end.Value; at += 4096)
            regs.Segment(0, at, 4096);
        regs.Sync();
        hba.UnmapSingle(a, 8192, DmaDirection.ToDevice);
        return true;
    }

    public bool Large(GuestBuffer data)
    {
        const int Half = 300 * 1024;
        using var m = hba.Map(data, Half, DmaDirection.ToDevice); // expect: XDMA5005
        regs.Segment(0, m.Address, Half);
        regs.Sync();
        return true;
    }

    public void Ops(Page page)
    {
        if (hba.DmaOps is { } ops) // expect: XDMA5006
            regs.Write64(0, ops.MapPage(hba, page, 0, 64, DmaDirection.ToDevice, DmaAttrs.None).Value);
    }

    public bool HasOps => hba.DmaOps is not null;

    public void Stop()
    {
        if (_queue is { } queue)
            hba.FreeCoherent(4096, queue, _queueBus);
        _queue = null;
    }
}

public sealed class Old32(Device dev, System.Action<uint> write)
{
    public bool Probe() => dev.SetMaskAndCoherent(uint.MaxValue);

    public bool Send(GuestBuffer b)
    {
        var a = dev.MapSingle(b, 1 << 19, DmaDirection.ToDevice); // expect: XDMA5005
        if (dev.MappingError(a))
            return false;
        write((uint)a.Value);
        dev.UnmapSingle(a, 1 << 19, DmaDirection.ToDevice);
        return true;
    }
}

public sealed class Asking(Device dev, System.Action<ulong> write)
{
    private int Largest() => (int)dev.MaxMappingSize();

    public bool Send(GuestBuffer b)
    {
        if (Largest() < 1 << 20)
            return false;
        var a = dev.MapSingle(b, 1 << 20, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        write(a.Value);
        dev.UnmapSingle(a, 1 << 20, DmaDirection.ToDevice);
        return true;
    }
}

public static class Halves
{
    public static uint Low(DmaAddr a) => (uint)a.Value;
    public static uint High(DmaAddr a) => (uint)(a.Value >> 32);
}
