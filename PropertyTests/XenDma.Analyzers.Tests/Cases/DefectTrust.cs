// defect: device values in other shapes.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using XenDma;

namespace Cases.Cargo;

public sealed class CargoBus : IDisposable
{
    private const int Slots = 32;
    private readonly Device _dev;
    private readonly GuestBuffer _events;
    private readonly DmaAddr _eventsBus;
    private readonly List<Action> _handlers = new();
    private readonly Dictionary<int, Action> _byId = new();
    private readonly int[] _histogram = new int[256];
    private readonly byte[] _store = new byte[512];
    private int _tail;

    private CargoBus(Device dev, GuestBuffer events, DmaAddr bus) => (_dev, _events, _eventsBus) = (dev, events, bus);

    public static CargoBus? Open(Device dev)
    {
        if (dev.AllocCoherent(8192, out var bus) is not { } events)
            return null;
        events.Fill(0);
        return new CargoBus(dev, events, bus);
    }

    public void Dispatch()
    {
        uint index = BinaryPrimitives.ReadUInt32LittleEndian(_events.Span.Slice(_tail * 16, 4));
        _handlers[(int)index](); // expect: XDMA7001
    }

    public void DispatchChecked()
    {
        uint index = BinaryPrimitives.ReadUInt32LittleEndian(_events.Span.Slice(_tail * 16, 4));
        if (index >= (uint)_handlers.Count)
            throw new InvalidOperationException();
        _handlers[(int)index]();
    }

    public void ById()
    {
        int id = _events[1] << 8 | _events[2];
        if (_byId.TryGetValue(id, out var handler))
            handler();
    }

    public void Count() => _histogram[_events[4]]++;

    public int Sum()
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_events.Span.Slice(6));
        int sum = 0;
        for (int i = 0; i < count; i++) // expect: XDMA7001
            sum += _store[i & 511];
        return sum;
    }

    public int SumClamped()
    {
        int count = Math.Clamp((int)_events[6], 0, 16);
        int sum = 0;
        for (int i = 0; i < count; i++)
            sum += _store[i];
        return sum;
    }

    public byte[] Copy()
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(_events.Span.Slice(8, 4)) + 4;
        var copy = new byte[length]; // expect: XDMA7001
        return copy;
    }

    public void SliceOf()
    {
        int at = _events[20] * 16;
        _events.Slice(at, 16).Fill(0); // expect: XDMA7001
    }

    private bool IsValid(int length) => length > 0 && length <= _store.Length;

    public void CopyValid()
    {
        int length = _events[30] << 4;
        if (!IsValid(length))
            return;
        _events.Read(64, _store.AsSpan(0, length));
    }

    public void Twice()
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(_events.Span.Slice(40, 2)) > 512)
            return;
        _events.Read(64, _store.AsSpan(0, BinaryPrimitives.ReadUInt16LittleEndian(_events.Span.Slice(40, 2)))); // expect: XDMA7002
    }

    public void CopyFirst()
    {
        Span<byte> header = stackalloc byte[16];
        _events.Read(48, header);
        if (header[0] >= Slots)
            return;
        _handlers[header[0]]();
    }

    public void CopyFirstUnchecked()
    {
        Span<byte> header = stackalloc byte[16];
        _events.Read(48, header);
        _handlers[header[2]](); // expect: XDMA7001
    }

    private Action At(int index) => _handlers[index];

    public void ViaHelper()
    {
        int index = _events[50];
        At(index)(); // expect: XDMA7001
    }

    public int Receive(GuestBuffer frame, Action<ulong> post)
    {
        var a = _dev.MapSingle(frame, 1024, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return -1;
        post(a.Value);
        _dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
        int length = frame[0] << 8 | frame[1];
        frame.Read(2, _store.AsSpan(0, length)); // expect: XDMA7001
        return length;
    }

    public int ReceiveChecked(GuestBuffer frame, Action<ulong> post)
    {
        var a = _dev.MapSingle(frame, 1024, DmaDirection.FromDevice);
        if (_dev.MappingError(a))
            return -1;
        post(a.Value);
        _dev.UnmapSingle(a, 1024, DmaDirection.FromDevice);
        if (frame[0] > 200)
            return -1;
        frame.Read(2, _store.AsSpan(0, frame[0]));
        return frame[0];
    }

    public void Ring(int[] ids)
    {
        int head = _events[60];
        while (_tail != head)
        {
            ids[_tail % ids.Length] = _events[_tail % 8192];
            _tail = (_tail + 1) % 256;
        }
    }

    public string Name(byte kind) => kind switch { 0 => "none", 1 => "one", _ => _events[70].ToString() };

    public int Switch(int[] table)
    {
        return _events[80] switch
        {
            0 => table[0],
            < 4 => table[1],
            _ => -1,
        };
    }

    public void Dispose() => _dev.FreeCoherent(8192, _events, _eventsBus);
}
