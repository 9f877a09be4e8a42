// defect: a whole driver with slots in structs and helpers.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using XenDma;

namespace Cases.Platypus;

public sealed class PlatypusNic : IDisposable
{
    public interface IChip
    {
        uint Read(int offset);
        void Write(int offset, uint value);
        [DmaContract(DmaRole.Submit)] void Post(int queue, DmaAddr address, int length);
        [DmaContract(DmaRole.Submit)] void Range(DmaAddr first, DmaAddr limit);
        [DmaContract(DmaRole.Wait)] bool WaitIdle(int milliseconds);
        [DmaContract(DmaRole.Stop)] void Reset();
    }

    private struct Cell
    {
        public GuestBuffer? Buffer;
        public DmaAddr Bus;
        public bool Mapped;
    }

    private const int Cells = 16;
    private const int CellBytes = 2048;
    private const int RingBytes = 4096;
    private readonly Device _dev;
    private readonly IChip _chip;
    private readonly Cell[] _cells = new Cell[Cells];
    private readonly Action<ReadOnlyMemory<byte>>?[] _sinks = new Action<ReadOnlyMemory<byte>>?[8];
    private readonly byte[] _bounce = new byte[CellBytes];
    private GuestBuffer? _ring;
    private DmaAddr _ringBus;
    private int _head;

    public PlatypusNic(Device dev, IChip chip)
    {
        _dev = dev ?? throw new ArgumentNullException(nameof(dev));
        _chip = chip;
    }

    public bool Start(Func<int, GuestBuffer> allocate)
    {
        if (_ring is not null)
            return true;
        if (!_dev.SetMaskAndCoherent((1UL << 44) - 1))
            return false;
        var ring = _dev.AllocCoherent(RingBytes, out var bus);
        if (ring is null)
            return false;
        ring.Span.Clear();
        _ring = ring;
        _ringBus = bus;
        _chip.Write(0x20, (uint)bus.Value);
        _chip.Write(0x24, (uint)(bus.Value >> 32));
        for (int i = 0; i < Cells; i++)
        {
            if (Arm(i, allocate(CellBytes)))
                continue;
            Stop();
            return false;
        }
        return true;
    }

    private bool Arm(int index, GuestBuffer buffer)
    {
        ref var cell = ref _cells[index];
        var bus = _dev.MapSingle(buffer, CellBytes, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return false;
        cell.Buffer = buffer;
        cell.Bus = bus;
        cell.Mapped = true;
        _chip.Post(0, bus, CellBytes);
        return true;
    }

    public int Poll(int budget)
    {
        if (_ring is not { } ring)
            return 0;
        int done = 0;
        while (done < budget)
        {
            var entry = ring.Slice(_head * 16, 16);
            uint flags = BinaryPrimitives.ReadUInt32LittleEndian(entry.Span);
            if ((flags & 1) == 0)
                break;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entry.Span.Slice(4, 2));
            int queue = entry[6];
            Deliver(_head, length, queue);
            entry[0] = 0;
            _head = (_head + 1) & (Cells - 1);
            done++;
        }
        return done;
    }

    private void Deliver(int index, int length, int queue)
    {
        ref var cell = ref _cells[index];
        if (!cell.Mapped || cell.Buffer is not { } buffer || length > CellBytes)
            return;
        _dev.SyncSingleForCpu(cell.Bus, CellBytes, DmaDirection.FromDevice);
        buffer.Read(0, _bounce.AsSpan(0, length));
        _dev.SyncSingleForDevice(cell.Bus, CellBytes, DmaDirection.FromDevice);
        if (queue < _sinks.Length)
            _sinks[queue]?.Invoke(_bounce.AsMemory(0, length));
    }

    public void PollOne()
    {
        if (_ring is null)
            return;
        int queue = _ring[6];
        var sink = _sinks[queue]; // expect: XDMA7001
        sink?.Invoke(default);
    }

    public bool Send(GuestBuffer frame, int length, ushort vlan)
    {
        var bus = _dev.MapSingle(frame, length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        if (vlan != 0)
            BinaryPrimitives.WriteUInt16BigEndian(frame.Span[12..], vlan); // expect: XDMA4002
        _chip.Post(1, bus, length);
        if (!_chip.WaitIdle(10))
            _chip.Reset();
        _dev.UnmapSingle(bus, length, DmaDirection.ToDevice);
        return true;
    }

    public bool SendRange(GuestBuffer frame)
    {
        using var m = _dev.Map(frame, 4096, DmaDirection.ToDevice);
        _chip.Range(m.Address, m.Address + 4096);
        bool ok = _chip.WaitIdle(5);
        if (!ok)
            _chip.Reset();
        return ok;
    }

    public byte[]? Loopback(GuestBuffer frame)
    {
        frame.Fill(0x11);
        var bus = _dev.MapSingle(frame, 1500, DmaDirection.Bidirectional);
        if (_dev.MappingError(bus))
            return null;
        _chip.Post(2, bus, 1500);
        if (!_chip.WaitIdle(10))
        {
            _dev.UnmapSingle(bus, 1500, DmaDirection.Bidirectional); // expect: XDMA4007
            return null;
        }
        var copy = frame.Span.Slice(0, 1500).ToArray(); // expect: XDMA4001
        _dev.UnmapSingle(bus, 1500, DmaDirection.Bidirectional);
        return copy;
    }

    public int Multi(IReadOnlyList<GuestBuffer> frames)
    {
        var pending = new List<(GuestBuffer Buffer, DmaAddr Bus)>();
        foreach (var frame in frames)
        {
            var bus = _dev.MapSingle(frame, 64, DmaDirection.FromDevice);
            if (_dev.MappingError(bus))
                break;
            pending.Add((frame, bus));
            _chip.Post(3, bus, 64);
        }
        if (!_chip.WaitIdle(100))
            _chip.Reset();
        int sum = 0;
        foreach (var (buffer, bus) in pending)
        {
            _dev.UnmapSingle(bus, 64, DmaDirection.FromDevice);
            sum += buffer[0];
        }
        return sum;
    }

    public void Stop()
    {
        _chip.Reset();
        for (int i = 0; i < Cells; i++)
        {
            if (!_cells[i].Mapped)
                continue;
            _cells[i].Mapped = false;
            _dev.UnmapSingle(_cells[i].Bus, CellBytes, DmaDirection.FromDevice);
        }
        if (_ring is not null)
            _dev.FreeCoherent(RingBytes, _ring, _ringBus);
        _ring = null;
    }

    public void Dispose() => Stop();
}
