// defect: ownership in other shapes: helpers, spans, loops, lists, fields, async.
using System;
using System.Buffers.Binary;
using System.Threading.Tasks;
using XenDma;

namespace Cases.Modem;

public sealed class ModemRx : IDisposable
{
    public interface IModem
    {
        [DmaContract(DmaRole.Submit)] void Queue(DmaAddr address, int length);
        [DmaContract(DmaRole.DeviceAccess)] ValueTask FillAsync(DmaAddr address, int length);
        [DmaContract(DmaRole.Submit)] void QueueTwo(DmaAddr first, DmaAddr second);
        void Poll();
        bool Full { get; }
    }

    private readonly Device _dev;
    private readonly IModem _modem;
    private readonly GuestBuffer _window;
    private DmaAddr _windowBus;
    private bool _open;
    private readonly GuestBuffer[] _cells = new GuestBuffer[8];
    private readonly DmaAddr[] _cellBus = new DmaAddr[8];

    public ModemRx(Device dev, IModem modem, GuestBuffer window) => (_dev, _modem, _window) = (dev, modem, window);

    private static int Checksum(GuestBuffer data, int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
            sum += data[i];
        return sum;
    }

    private static int Checksum(ReadOnlySpan<byte> data)
    {
        int sum = 0;
        foreach (byte b in data)
            sum += b;
        return sum;
    }

    public int ReceiveSum(GuestBuffer cell)
    {
        var bus = _dev.MapSingle(cell, 1024, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return -1;
        _modem.Queue(bus, 1024);
        _modem.Poll();
        int sum = Checksum(cell, 1024); // expect: XDMA4001
        _dev.UnmapSingle(bus, 1024, DmaDirection.FromDevice);
        return sum;
    }

    public int ReceiveSpanSum(GuestBuffer cell)
    {
        var view = cell.Span;
        using var m = _dev.Map(cell, DmaDirection.FromDevice);
        _modem.Queue(m.Address, m.Length);
        _modem.Poll();
        return Checksum(view[4..]); // expect: XDMA4001
    }

    public ushort PeekType(GuestBuffer cell)
    {
        var header = cell.Slice(0, 64);
        var bus = _dev.MapSingle(cell, 2048, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return 0;
        _modem.Queue(bus, 2048);
        _modem.Poll();
        var type = BinaryPrimitives.ReadUInt16BigEndian(header.Span.Slice(12)); // expect: XDMA4001
        _dev.SyncSingleForCpu(bus, 2048, DmaDirection.FromDevice);
        type += header[3];
        _dev.UnmapSingle(bus, 2048, DmaDirection.FromDevice);
        return type;
    }

    public async Task<byte[]> PullAsync(GuestBuffer cell)
    {
        var bus = _dev.MapSingle(cell, 512, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return [];
        var copy = new byte[512];
        await _modem.FillAsync(bus, 512);
        cell.Read(0, copy); // expect: XDMA4001
        _dev.UnmapSingle(bus, 512, DmaDirection.FromDevice);
        return copy;
    }

    public bool Answer(GuestBuffer cell, ReadOnlySpan<byte> text)
    {
        var bus = _dev.MapSingle(cell, 256, DmaDirection.Bidirectional);
        if (_dev.MappingError(bus))
            return false;
        _modem.Queue(bus, 256);
        _modem.Poll();
        _dev.SyncSingleForCpu(bus, 256, DmaDirection.Bidirectional);
        bool asks = cell[0] == 0x3f;
        if (asks)
        {
            text.CopyTo(cell.Span);
            _modem.Queue(bus, 256); // expect: XDMA4003
            _modem.Poll();
        }
        _dev.UnmapSingle(bus, 256, DmaDirection.Bidirectional);
        return asks;
    }

    public bool ZeroLate(GuestBuffer cell)
    {
        using var m = _dev.Map(cell, 128, DmaDirection.FromDevice);
        cell.Span.Clear(); // expect: XDMA4002
        _modem.Queue(m.Address, 128);
        _modem.Poll();
        m.SyncForCpu();
        return cell[127] != 0;
    }

    public bool StampInLoop(GuestBuffer[] cells)
    {
        foreach (var cell in cells)
        {
            var bus = _dev.MapSingle(cell, 64, DmaDirection.ToDevice);
            if (_dev.MappingError(bus))
                return false;
            cell[0] = 0x7e; // expect: XDMA4002
            _modem.Queue(bus, 64);
            _modem.Poll();
            _dev.UnmapSingle(bus, 64, DmaDirection.ToDevice);
        }
        return true;
    }

    public bool Open()
    {
        if (_open)
            return true;
        _windowBus = _dev.MapSingle(_window, 4096, DmaDirection.Bidirectional);
        if (_dev.MappingError(_windowBus))
            return false;
        _open = true;
        _modem.Queue(_windowBus, 4096);
        return true;
    }

    public void Reply(byte code)
    {
        if (!_open)
            return;
        _dev.SyncSingleForCpu(_windowBus, 4096, DmaDirection.Bidirectional);
        _window[0] = code;
        _window[1] = (byte)~code;
        _modem.Queue(_windowBus, 4096); // expect: XDMA4003
    }

    public byte LookLate()
    {
        if (!_open)
            return 0;
        _dev.SyncSingleForCpu(_windowBus, 4096, DmaDirection.Bidirectional);
        byte first = _window[0];
        _dev.SyncSingleForDevice(_windowBus, 4096, DmaDirection.Bidirectional);
        return (byte)(first ^ _window[4095]); // expect: XDMA4001
    }

    public bool ListPeek(ScatterList list)
    {
        int n = _dev.MapSg(list, list.Count, DmaDirection.FromDevice);
        if (n == 0)
            return false;
        for (int i = 0; i < n; i++)
            _modem.Queue(list.DmaAddressAt(i), list.DmaLengthAt(i));
        _modem.Poll();
        bool ok = list.BufferAt(0)[0] == 1; // expect: XDMA4001
        _dev.UnmapSg(list, list.Count, DmaDirection.FromDevice);
        return ok;
    }

    public bool SkipBoth(GuestBuffer cell, byte[] into)
    {
        var bus = _dev.MapSingle(cell, 512, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return false;
        _modem.Queue(bus, 512);
        _modem.Poll();
        _dev.UnmapSingle(bus, 512, DmaDirection.FromDevice, DmaAttrs.SkipCpuSync); // expect: XDMA4005
        cell.Read(0, into);
        return true;
    }

    public bool SameTwice(GuestBuffer cell)
    {
        using var first = _dev.Map(cell, DmaDirection.ToDevice);
        using var second = _dev.Map(cell, DmaDirection.FromDevice); // expect: XDMA4006
        _modem.QueueTwo(first.Address, second.Address);
        _modem.Poll();
        return true;
    }

    public void Early(GuestBuffer cell)
    {
        using var m = _dev.Map(cell, DmaDirection.FromDevice);
        m.SyncForDevice(); // expect: XDMA4004
        _modem.Queue(m.Address, m.Length);
        _modem.Poll();
        m.SyncForCpu();
        _ = cell[0];
    }

    public void Dispose()
    {
        if (_open)
            _dev.UnmapSingle(_windowBus, 4096, DmaDirection.Bidirectional);
        _open = false;
    }
}
