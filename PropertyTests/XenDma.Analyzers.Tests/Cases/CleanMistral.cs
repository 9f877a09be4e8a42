// clean: a SAS adapter: tags, sense buffers in slots, coherent response ring, long-lived request frames.
using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using XenDma;

namespace Cases.Mistral;

public sealed class Mistral : IDisposable
{
    public interface IBar
    {
        void Write32(int at, uint value);
        void Write64(int at, ulong value);
        uint Read32(int at);
        [DmaContract(DmaRole.Submit)] void Submit(int tag, DmaAddr frame, DmaAddr data, int length);
        [DmaContract(DmaRole.Stop)] void HardReset();
        [DmaContract(DmaRole.Wait)] bool WaitTag(int tag, TimeSpan limit);
    }

    private sealed class Command
    {
        public int Tag;
        public GuestBuffer Frame = null!;
        public DmaAddr FrameBus;
        public GuestBuffer? Data;
        public DmaAddr DataBus;
        public int DataLength;
        public DmaDirection Direction;
        public bool DataMapped;
    }

    private const int Tags = 32, FrameBytes = 128, RingBytes = 1024, SenseOffset = 64, SenseBytes = 64;
    private readonly Device _dev;
    private readonly IBar _bar;
    private readonly Command[] _commands = new Command[Tags];
    private readonly ConcurrentQueue<int> _free = new();
    private readonly object _gate = new();
    private GuestBuffer? _ring;
    private DmaAddr _ringBus;
    private int _tail;

    public Mistral(Device dev, IBar bar) => (_dev, _bar) = (dev, bar);

    public bool Attach(Func<int, GuestBuffer> allocate)
    {
        if (_ring is not null)
            return true;
        if (!_dev.SetMaskAndCoherent(ulong.MaxValue) && !_dev.SetMaskAndCoherent((1UL << 40) - 1))
            return false;
        var ring = _dev.AllocCoherent(RingBytes, out var bus);
        if (ring is null)
            return false;
        ring.Fill(0xff);
        (_ring, _ringBus) = (ring, bus);
        for (int tag = 0; tag < Tags; tag++)
        {
            var frame = allocate(FrameBytes);
            var frameBus = _dev.MapSingle(frame, FrameBytes, DmaDirection.Bidirectional);
            if (_dev.MappingError(frameBus))
            {
                Detach();
                return false;
            }
            _commands[tag] = new Command { Tag = tag, Frame = frame, FrameBus = frameBus };
            _free.Enqueue(tag);
        }
        _bar.Write64(0x10, bus.Value);
        return true;
    }

    public bool Execute(ReadOnlySpan<byte> cdb, GuestBuffer data, int length, DmaDirection direction)
    {
        if (cdb.Length > 32 || !_free.TryDequeue(out int tag))
            return false;
        var command = _commands[tag];
        var bus = _dev.MapSingle(data, length, direction);
        if (_dev.MappingError(bus))
        {
            _free.Enqueue(tag);
            return false;
        }
        _dev.SyncSingleForCpu(command.FrameBus, FrameBytes, DmaDirection.Bidirectional);
        command.Frame.Fill(0);
        command.Frame.Write(0, cdb);
        BinaryPrimitives.WriteInt32LittleEndian(command.Frame.Span.Slice(32, 4), length);
        _dev.SyncSingleForDevice(command.FrameBus, FrameBytes, DmaDirection.Bidirectional);
        (command.Data, command.DataBus, command.DataLength, command.Direction) = (data, bus, length, direction);
        command.DataMapped = true;
        _bar.Submit(tag, command.FrameBus, bus, length);
        return true;
    }

    public int Poll(Action<int, byte> done)
    {
        if (_ring is not { } ring)
            return 0;
        int count = 0;
        lock (_gate)
        {
            while (true)
            {
                int tag = ring[_tail];
                if (tag == 0xff)
                    break;
                if (tag < Tags)
                {
                    done(tag, Finish(_commands[tag]));
                    count++;
                }
                ring[_tail] = 0xff;
                _tail = (_tail + 1) % RingBytes;
            }
        }
        return count;
    }

    private byte Finish(Command command)
    {
        if (command.DataMapped)
        {
            command.DataMapped = false;
            _dev.UnmapSingle(command.DataBus, command.DataLength, command.Direction);
        }
        _dev.SyncSingleForCpu(command.FrameBus, FrameBytes, DmaDirection.Bidirectional);
        byte status = command.Frame[SenseOffset];
        _dev.SyncSingleForDevice(command.FrameBus, FrameBytes, DmaDirection.Bidirectional);
        command.Data = null;
        _free.Enqueue(command.Tag);
        return status;
    }

    public byte[]? Sense(int tag)
    {
        if ((uint)tag >= Tags)
            return null;
        var command = _commands[tag];
        var sense = new byte[SenseBytes];
        _dev.SyncSingleForCpu(command.FrameBus + SenseOffset, SenseBytes, DmaDirection.FromDevice);
        command.Frame.Slice(SenseOffset, SenseBytes).Read(0, sense);
        _dev.SyncSingleForDevice(command.FrameBus + SenseOffset, SenseBytes, DmaDirection.FromDevice);
        return sense;
    }

    public bool Identify(GuestBuffer page)
    {
        if (!_free.TryDequeue(out int tag))
            return false;
        using var m = _dev.Map(page, 4096, DmaDirection.FromDevice);
        _bar.Submit(tag, _commands[tag].FrameBus, m.Address, m.Length);
        if (!_bar.WaitTag(tag, TimeSpan.FromSeconds(1)))
        {
            _bar.HardReset();
            return false;
        }
        m.SyncForCpu();
        return page[0] == 0x1f && page.Span[1..5].SequenceEqual("SAS3"u8);
    }

    public void Detach()
    {
        _bar.HardReset();
        foreach (var command in _commands)
        {
            if (command is null)
                continue;
            if (command.DataMapped)
                _dev.UnmapSingle(command.DataBus, command.DataLength, command.Direction);
            command.DataMapped = false;
            _dev.UnmapSingle(command.FrameBus, FrameBytes, DmaDirection.Bidirectional);
        }
        if (_ring is not null)
            _dev.FreeCoherent(RingBytes, _ring, _ringBus);
        _ring = null;
    }

    public void Dispose() => Detach();
}
