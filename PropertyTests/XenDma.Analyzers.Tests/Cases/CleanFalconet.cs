// clean: a camera: frames in flight, statistics in a coherent page, a look-up table, 32-bit registers.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;
using XenDma;

namespace Cases.Falconet;

public sealed class Falconet
{
    public interface ISensor
    {
        [DmaContract(DmaRole.Submit)] void Arm(DmaAddr plane, int bytes);
        [DmaContract(DmaRole.DeviceAccess)] Task LoadTableAsync(ulong address, int bytes);
        Task<int> NextFrameAsync();
        void Register(int at, uint value);
    }

    private readonly record struct Plane(GuestBuffer Memory, DmaAddr Bus, int Bytes);

    private const int PlaneBytes = 64 * 1024;
    private readonly Device _dev;
    private readonly ISensor _sensor;
    private readonly Queue<Plane> _armed = new();
    private readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(4);
    private readonly int[] _histogram = new int[256];
    private readonly string[] _names = ["idle", "run", "stop", "fault"];

    public Falconet(Device dev, ISensor sensor)
    {
        _dev = dev;
        _sensor = sensor;
    }

    public bool Arm(GuestBuffer memory)
    {
        var bus = _dev.MapSingle(memory, PlaneBytes, DmaDirection.FromDevice);
        if (_dev.MappingError(bus))
            return false;
        _armed.Enqueue(new Plane(memory, bus, PlaneBytes));
        _sensor.Arm(bus, PlaneBytes);
        return true;
    }

    public async Task<int> HarvestAsync()
    {
        int bytes = Math.Clamp(await _sensor.NextFrameAsync(), 0, PlaneBytes);
        if (!_armed.TryDequeue(out var plane))
            return 0;
        _dev.UnmapSingle(plane.Bus, plane.Bytes, DmaDirection.FromDevice);
        var copy = new byte[bytes];
        plane.Memory.Read(0, copy);
        foreach (byte value in copy)
            _histogram[value]++;
        await _frames.Writer.WriteAsync(copy);
        return bytes;
    }

    public async Task<bool> LoadTableAsync(GuestBuffer table, IReadOnlyList<ushort> values)
    {
        if (values.Count * 2 > table.Length)
            return false;
        for (int i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(table.Span.Slice(i * 2, 2), values[i]);
        var bus = _dev.MapSingle(table, table.Length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        try
        {
            await _sensor.LoadTableAsync(bus.Value, table.Length);
            return table[0] == (byte)values[0];
        }
        finally
        {
            _dev.UnmapSingle(bus, table.Length, DmaDirection.ToDevice);
        }
    }

    public (int Kind, string Name) Status()
    {
        var page = _dev.AllocCoherent(4096, out var bus);
        if (page is null)
            return (0, _names[0]);
        _sensor.Arm(bus, 64);
        int kind = page[0] & 3;
        int wide = page[1] >> 6;
        string name = _names[kind] + _names[wide];
        _dev.FreeCoherent(4096, page, bus);
        return (kind, name);
    }

    public void Program(DmaAddr window)
    {
        uint low = (uint)window.Value;
        uint high = (uint)(window.Value >> 32);
        _sensor.Register(0, low);
        _sensor.Register(4, high);
        var (lo, hi) = Split(window.Value);
        _sensor.Register(8, lo);
        _sensor.Register(12, hi);
    }

    private static (uint Low, uint High) Split(ulong value) => ((uint)value, (uint)(value >> 32));

    public int Offset(DmaAddr start, DmaAddr at) => (int)(at.Value - start.Value);

    public bool Probe(GuestBuffer scratch)
    {
        bool seen = false;
        for (int attempt = 0; attempt < 3 && !seen; attempt++)
        {
            using var m = _dev.Map(scratch, 256, DmaDirection.FromDevice);
            _sensor.Arm(m.Address, m.Length);
            m.SyncForCpu(0, 64);
            seen = scratch[0] == 0xaa && scratch[63] == 0x55;
        }
        return seen;
    }

    public bool Exchange(GuestBuffer memory, Span<byte> reply)
    {
        var whole = memory.Span;
        whole.Clear();
        using (var m = _dev.Map(memory, DmaDirection.Bidirectional))
        {
            _sensor.Arm(m.Address, m.Length);
            m.SyncForCpu();
            if (whole[0] == 0)
            {
                whole[0] = 1;
                m.SyncForDevice();
                _sensor.Arm(m.Address, m.Length);
            }
        }
        whole[..Math.Min(reply.Length, whole.Length)].CopyTo(reply);
        return whole[0] != 0;
    }

    public void Drop()
    {
        while (_armed.TryDequeue(out var plane))
            _dev.UnmapSingle(plane.Bus, plane.Bytes, DmaDirection.FromDevice);
    }

    public IEnumerable<int> Peaks() => _histogram.Select((count, level) => count > 100 ? level : -1).Where(level => level >= 0);
}
