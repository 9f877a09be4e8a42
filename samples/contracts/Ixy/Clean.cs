#nullable enable
// Right code with ixy.cs. What AllocateDmaC gives is kept until the process ends: the library has no way to give it back.
using System;
using System.Collections.Generic;
using IxyCs.Memory;

namespace Ixy.Drivers;

public abstract class Clean : IxyCs.IxyDevice
{
    private readonly ulong[] _held = new ulong[512];
    private ulong _ring;

    public bool Ring(uint entries)
    {
        var ring = MemoryHelper.AllocateDmaC(entries * 16, true);
        if (ring.VirtualAddress == 0)
            return false;
        SetReg(0x1000, (uint)(ring.PhysicalAddress & 0xFFFFFFFF));
        SetReg(0x1004, (uint)(ring.PhysicalAddress >> 32));
        _ring = ring.VirtualAddress;
        return true;
    }

    public ulong Start => _ring;

    public void Refill(Mempool pool, int index)
    {
        var buffer = pool.GetPacketBuffer();
        if (buffer.IsNull)
            throw new OutOfMemoryException("the pool is empty");
        ulong data = buffer.PhysicalAddress + PacketBuffer.DataOffset;
        SetReg(0x2000, (uint)data);
        SetReg(0x2004, (uint)(data >> 32));
        _held[index] = buffer.VirtualAddress;
    }

    public void Templates(Mempool pool, byte[] template)
    {
        var buffers = new List<PacketBuffer>();
        while (pool.GetPacketBuffer() is { IsNull: false } buffer)
        {
            buffer.Size = template.Length;
            buffer.WriteData(0, template);
            buffers.Add(buffer);
        }
        foreach (var buffer in buffers)
            pool.FreeBuffer(buffer);
    }

    public bool Send(Mempool pool, byte[] packet)
    {
        var buffer = pool.GetPacketBuffer();
        if (buffer.IsNull)
            return false;
        if (packet.Length > 1984)
        {
            pool.FreeBuffer(buffer);
            return false;
        }
        buffer.WriteData(0, packet);
        Span<PacketBuffer> one = [buffer];
        if (TxBatch(0, one) == 1)
            return true;
        pool.FreeBuffer(buffer);
        return false;
    }
}
