// clean: CAN mailboxes: coherent memory cut into boxes, a map of filters, indexers and expression bodies.
using System;
using System.Collections.Generic;
using XenDma;

namespace Cases.CleanCan;

public interface ICan
{
    void Base(ulong address);
    void Request(int box);
    bool Sent(int box);
}

public readonly record struct Frame(uint Id, ReadOnlyMemory<byte> Data);

public sealed class Mailboxes : IDisposable
{
    private const int BoxSize = 16;
    private const int Boxes = 32;
    private readonly Device _dev;
    private readonly ICan _can;
    private readonly (GuestBuffer Memory, DmaAddr Bus) _area;
    private readonly SortedDictionary<uint, int> _filters = new();
    private readonly bool[] _used = new bool[Boxes];
    private bool _disposed;

    private Mailboxes(Device dev, ICan can, (GuestBuffer, DmaAddr) area)
    {
        _dev = dev;
        _can = can;
        _area = area;
        _can.Base(_area.Bus.Value);
    }

    public static Mailboxes? Create(Device dev, ICan can)
    {
        var memory = dev.AllocCoherent(Boxes * BoxSize, out var bus);
        if (memory == null)
            return null;
        memory.Fill(0);
        return new Mailboxes(dev, can, (memory, bus));
    }

    private Span<byte> this[int box] => _area.Memory.Span.Slice(box * BoxSize, BoxSize);

    public ulong AddressOf(int box) => _area.Bus.Value + (ulong)(box * BoxSize);

    public bool Filter(uint id)
    {
        int box = Array.IndexOf(_used, false);
        if (box < 0 || !_filters.TryAdd(id, box))
            return false;
        _used[box] = true;
        BitConverter.TryWriteBytes(this[box], id);
        return true;
    }

    public bool Send(in Frame frame)
    {
        if (frame.Data.Length > 8)
            throw new ArgumentException("too long");
        int box = Array.IndexOf(_used, false);
        if (box < 0)
            return false;
        _used[box] = true;
        try
        {
            var at = this[box];
            BitConverter.TryWriteBytes(at, frame.Id);
            frame.Data.Span.CopyTo(at[8..]);
            _can.Request(box);
            for (int spin = 0; spin < 1000; spin++)
            {
                if (_can.Sent(box))
                    return true;
            }
            return false;
        }
        finally
        {
            _used[box] = false;
        }
    }

    public bool SendLong(GuestBuffer payload, Func<DmaAddr, int, bool> transmit)
    {
        var bus = _dev.MapSingle(payload, payload.Length, DmaDirection.ToDevice);
        if (_dev.MappingError(bus))
            return false;
        bool sent = transmit(bus, payload.Length);
        _dev.UnmapSingle(bus, payload.Length, DmaDirection.ToDevice);
        return sent;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _dev.FreeCoherent(Boxes * BoxSize, _area.Memory, _area.Bus);
    }
}
