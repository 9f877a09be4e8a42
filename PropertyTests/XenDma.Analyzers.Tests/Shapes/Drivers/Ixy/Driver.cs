// defect: a poll mode driver: the pool is empty and nobody looks, a packet is freed by two, a buffer is forgotten.
#nullable enable
using System;
using System.Collections.Generic;
using IxyCs.Memory;

namespace Drivers.Ixy;

public abstract class PollDriver(Mempool pool) : IxyCs.IxyDevice
{
    private readonly Queue<PacketBuffer> _sent = new();

    public void Reply(byte[] answer)
    {
        PacketBuffer packet = pool.GetPacketBuffer();
        packet.Size = answer.Length; // expect: XDMA2005
        packet.WriteData(0, answer);
        _sent.Enqueue(packet);
    }

    public bool Filtered(byte[] data, Predicate<byte[]> allowed)
    {
        var packet = pool.GetPacketBuffer(); // expect: XDMA1007
        if (packet is { IsNull: true })
            return false;
        packet.WriteData(0, data);
        if (!allowed(data))
            return false;
        _sent.Enqueue(packet);
        return true;
    }

    public void Clean(int count)
    {
        while (count-- > 0 && _sent.TryDequeue(out var packet))
            pool.FreeBuffer(packet);
    }

    public void Echo(byte[] data)
    {
        var packet = pool.GetPacketBuffer();
        if (packet.IsNull)
            return;
        try
        {
            packet.WriteData(0, data);
            if (TxBatch(0, [packet]) == 0)
                pool.FreeBuffer(packet);
        }
        catch (InvalidOperationException)
        {
            pool.FreeBuffer(packet);
            throw;
        }
    }

    public int Batch(Span<PacketBuffer> into)
    {
        int got = pool.GetPacketBuffers(into);
        int sent = TxBatch(0, into[..got]);
        foreach (var unsent in into[sent..got])
            pool.FreeBuffer(unsent);
        return sent;
    }
}
