#nullable disable
using System;
using System.Collections.Generic;

namespace IxyCs.Memory
{
    /// <summary>The memory of ixy.cs as its callers see it: signatures only.</summary>
    public static class MemoryHelper
    {
        public static ulong dma_memory(uint size, bool requireContiguous) => throw new NotSupportedException();

        public static ulong VirtToPhys(ulong virt) => throw new NotSupportedException();

        public static DmaMemory AllocateDmaC(uint size, bool requireContiguous) => throw new NotSupportedException();

        public static Mempool AllocateMempool(uint numEntries, uint entrySize = 2048) => throw new NotSupportedException();
    }

    public struct DmaMemory
    {
        public readonly ulong VirtualAddress;
        public readonly ulong PhysicalAddress;

        public DmaMemory(ulong virt, ulong phys)
        {
            VirtualAddress = virt;
            PhysicalAddress = phys;
        }
    }

    public struct PacketBuffer
    {
        public const int DataOffset = 64;

        public PacketBuffer(ulong baseAddr) => throw new NotSupportedException();

        public static PacketBuffer Null => throw new NotSupportedException();

        public ulong VirtualAddress => throw new NotSupportedException();

        public bool IsNull => throw new NotSupportedException();

        public ulong PhysicalAddress
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public int Size
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void WriteData(uint offset, byte[] val) => throw new NotSupportedException();

        public byte[] CopyData(uint offset, uint length) => throw new NotSupportedException();
    }

    public class Mempool
    {
        public void PreallocateBuffers() => throw new NotSupportedException();

        public PacketBuffer GetPacketBuffer() => throw new NotSupportedException();

        public int GetPacketBuffers(Span<PacketBuffer> buffers) => throw new NotSupportedException();

        public void FreeBuffer(PacketBuffer buffer) => throw new NotSupportedException();
    }
}

namespace IxyCs
{
    using IxyCs.Memory;

    public abstract class IxyDevice
    {
        public abstract int TxBatch(int queueId, Span<PacketBuffer> buffers);

        protected void SetReg(uint offset, uint value) => throw new NotSupportedException();
    }
}
