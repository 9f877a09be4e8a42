// defect: a virtio-like used ring; an id that the device wrote picks an array element, a length is fetched twice.
#nullable enable
using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using XenDma;

namespace Drivers.Virtio;

public sealed class UsedRing
{
    private readonly Device _dev;
    private readonly GuestBuffer _ring;
    private readonly DmaAddr _bus;
    private readonly GuestBuffer?[] _inFlight = new GuestBuffer?[256];
    private ushort _seen;

    [StructLayout(LayoutKind.Sequential)]
    private struct Used { public uint Id; public uint Length; }

    public UsedRing(Device dev)
    {
        _dev = dev;
        _ring = dev.AllocCoherent(4096, out _bus) ?? throw new OutOfMemoryException();
    }

    public DmaAddr Address => _bus;

    private ushort Produced => BinaryPrimitives.ReadUInt16LittleEndian(_ring.Span.Slice(2, 2));

    public int Drain(Span<byte> into)
    {
        int total = 0;
        while (_seen != Produced)
        {
            var entry = MemoryMarshal.Read<Used>(_ring.Span.Slice(4 + (_seen % 256) * 8, 8));
            var buffer = _inFlight[entry.Id]; // expect: XDMA7001
            if (buffer is null)
                break;
            int length = (int)Math.Min(entry.Length, (uint)into.Length);
            buffer.Read(0, into[..length]);
            total += length;
            _seen++;
        }
        return total;
    }

    public void CopyHeader(Span<byte> into)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(_ring.Span[8..]) > into.Length)
            return;
        int length = BinaryPrimitives.ReadInt32LittleEndian(_ring.Span[8..]);
        _ring.Span.Slice(12, length).CopyTo(into); // expect: XDMA7002
    }

    public bool Checked(out GuestBuffer? buffer)
    {
        buffer = null;
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(_ring.Span[4..]);
        if (id >= _inFlight.Length)
            return false;
        buffer = _inFlight[id];
        return true;
    }

    public void Close() => _dev.FreeCoherent(4096, _ring, _bus);
}
