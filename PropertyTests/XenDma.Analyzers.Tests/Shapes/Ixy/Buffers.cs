#nullable enable
using System;
using System.Collections.Generic;
using IxyCs.Memory;

namespace Shapes.Ixy;

public static class Bad
{
    public sealed class XDMA1007(Mempool pool)
    {
        public int Run(byte[] data, int limit)
        {
            var buffer = pool.GetPacketBuffer(); // expect: XDMA1007
            if (buffer.IsNull)
                return 0;
            buffer.WriteData(0, data);
            if (data.Length > limit)
                throw new ArgumentException("too long");
            pool.FreeBuffer(buffer);
            return data.Length;
        }
    }

    public sealed class XDMA1008(Mempool pool)
    {
        public void Run()
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return;
            var sent = new List<PacketBuffer> { buffer };
            pool.FreeBuffer(buffer);
            foreach (var one in sent)
                pool.FreeBuffer(one); // expect: XDMA1008
        }
    }

    public sealed class XDMA2005(Mempool pool)
    {
        public PacketBuffer Run(int size)
        {
            var buffer = pool.GetPacketBuffer();
            buffer.Size = size; // expect: XDMA2005
            return buffer;
        }
    }

    public sealed class XDMA3003
    {
        public void Run(Mempool receive, Mempool transmit)
        {
            var buffer = receive.GetPacketBuffer();
            if (!buffer.IsNull)
                transmit.FreeBuffer(buffer); // expect: XDMA3003
        }
    }

    public abstract class XDMA5001 : IxyCs.IxyDevice
    {
        public void Run(Mempool pool)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return;
            SetReg(0, (uint)buffer.PhysicalAddress); // expect: XDMA5001
            pool.FreeBuffer(buffer);
        }
    }

    public sealed class XDMA5002(Mempool pool)
    {
        public ulong Run(uint pfn)
        {
            pool.PreallocateBuffers();
            return (ulong)(pfn << 12); // expect: XDMA5002
        }
    }

    public sealed class XDMA7001(Mempool pool)
    {
        public int Run(int[] table)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return 0;
            byte[] header = buffer.CopyData(0, 64);
            pool.FreeBuffer(buffer);
            return table[header[12]]; // expect: XDMA7001
        }
    }
}

public static class Good
{
    public sealed class XDMA1007(Mempool pool)
    {
        public int Run(byte[] data, int limit)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return 0;
            try
            {
                buffer.WriteData(0, data);
                return data.Length > limit ? throw new ArgumentException("too long") : data.Length;
            }
            finally
            {
                pool.FreeBuffer(buffer);
            }
        }
    }

    public sealed class XDMA1008(Mempool pool)
    {
        public void Run()
        {
            var sent = new List<PacketBuffer>();
            while (pool.GetPacketBuffer() is { IsNull: false } buffer)
                sent.Add(buffer);
            foreach (var one in sent)
                pool.FreeBuffer(one);
        }
    }

    public sealed class XDMA2005(Mempool pool)
    {
        public PacketBuffer Run(int size)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer is { IsNull: false })
                buffer.Size = size;
            return buffer;
        }
    }

    public sealed class XDMA3003
    {
        public void Run(Mempool receive)
        {
            Mempool same = receive;
            var buffer = receive.GetPacketBuffer();
            if (!buffer.IsNull)
                same.FreeBuffer(buffer);
        }
    }

    public abstract class XDMA5001 : IxyCs.IxyDevice
    {
        public void Run(Mempool pool)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return;
            SetReg(0, (uint)(buffer.PhysicalAddress & 0xFFFFFFFF));
            SetReg(4, (uint)(buffer.PhysicalAddress >> 32));
            pool.FreeBuffer(buffer);
        }
    }

    public sealed class XDMA5002(Mempool pool)
    {
        public ulong Run(ulong pfn)
        {
            pool.PreallocateBuffers();
            return pfn << 12;
        }
    }

    public sealed class XDMA7001(Mempool pool)
    {
        public int Run(int[] table)
        {
            var buffer = pool.GetPacketBuffer();
            if (buffer.IsNull)
                return 0;
            byte[] header = buffer.CopyData(0, 64);
            pool.FreeBuffer(buffer);
            return header[12] < table.Length ? table[header[12]] : 0;
        }
    }
}
