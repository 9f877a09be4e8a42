// defect: the same mistakes in the styles in which drivers are written.
#nullable enable
using System;
using System.Collections.Generic;
using IxyCs.Memory;

namespace Drivers.Styles;

public sealed class Styles(Mempool pool)
{
    public bool NestedIfs(byte[] head, byte[] body)
    {
        var first = pool.GetPacketBuffer(); // expect: XDMA1007
        if (!first.IsNull)
        {
            first.WriteData(0, head);
            var second = pool.GetPacketBuffer();
            if (!second.IsNull)
            {
                second.WriteData(0, body);
                pool.FreeBuffer(second);
                pool.FreeBuffer(first);
                return true;
            }
        }
        return false;
    }

    public bool Flags(byte[] head, byte[] body)
    {
        var first = pool.GetPacketBuffer();
        PacketBuffer second = PacketBuffer.Null;
        bool ok = !first.IsNull;
        if (ok)
        {
            second = pool.GetPacketBuffer();
            ok = !second.IsNull;
        }
        if (ok)
        {
            first.WriteData(0, head);
            second.WriteData(0, body);
        }
        if (ok)
            pool.FreeBuffer(second);
        if (!first.IsNull)
            pool.FreeBuffer(first);
        return ok;
    }

    public void Helpers()
    {
        var packet = Ready();
        Give(packet);
        Give(packet); // expect: XDMA1008
    }

    public void Finally(byte[] data)
    {
        var packet = pool.GetPacketBuffer();
        try
        {
            packet.WriteData(0, data); // expect: XDMA2005
        }
        finally
        {
            pool.FreeBuffer(packet);
        }
    }

    public IEnumerable<int> Iterator(IEnumerable<byte[]> all)
    {
        foreach (byte[] data in all)
        {
            var packet = Ready();
            packet.WriteData(0, data);
            yield return packet.Size;
            pool.FreeBuffer(packet);
        }
    }

    private PacketBuffer Ready()
    {
        var packet = pool.GetPacketBuffer();
        return packet.IsNull ? throw new OutOfMemoryException() : packet;
    }

    private void Give(PacketBuffer packet) => pool.FreeBuffer(packet);
}
