#nullable enable
// The mistakes that can be made with ixy.cs: what it returns when memory is short is looked at in few places.
using System.Collections.Generic;
using IxyCs.Memory;

namespace Ixy.Drivers;

public abstract class Defects : IxyCs.IxyDevice
{
    private const uint RingLow = 0x1000;
    private const uint RingHigh = 0x1004;

    public ulong RingNeverChecked(uint entries)
    {
        var ring = MemoryHelper.AllocateDmaC(entries * 16, true);
        SetReg(RingLow, (uint)(ring.PhysicalAddress & 0xFFFFFFFF)); // expect: XDMA2005
        SetReg(RingHigh, (uint)(ring.PhysicalAddress >> 32));
        return ring.VirtualAddress;
    }

    public void TemplatesNeverChecked(Mempool pool, byte[] template)
    {
        var buffers = new List<PacketBuffer>();
        for (int i = 0; i < 16; i++)
        {
            var buffer = pool.GetPacketBuffer();
            buffer.WriteData(0, template); // expect: XDMA2005
            buffers.Add(buffer);
        }
        foreach (var buffer in buffers)
            pool.FreeBuffer(buffer);
    }

    public bool LostWhenThePacketIsTooLong(Mempool pool, byte[] packet)
    {
        var buffer = pool.GetPacketBuffer(); // expect: XDMA1007
        if (buffer.IsNull)
            return false;
        if (packet.Length > 1984)
            return false;
        buffer.WriteData(0, packet);
        return TxBatch(0, new[] { buffer }) == 1;
    }

    public void FreedTwice(Mempool pool)
    {
        var buffer = pool.GetPacketBuffer();
        if (buffer.IsNull)
            return;
        var again = buffer;
        pool.FreeBuffer(buffer);
        pool.FreeBuffer(again); // expect: XDMA1008
    }

    public void ReadAfterFree(Mempool pool, List<byte[]> seen)
    {
        var buffer = pool.GetPacketBuffer();
        if (buffer.IsNull)
            return;
        pool.FreeBuffer(buffer);
        seen.Add(buffer.CopyData(0, 64)); // expect: XDMA1008
    }
}
