#nullable enable
using System;
using Quartz.Kernel;

namespace Shapes.StructBuffer;

public static class Bad
{
    public sealed class XDMA5001(PinnedBuffer buffer, Action<uint> register)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            register((uint)loan.BusAddress); // expect: XDMA5001
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA5002(IRegisters registers)
    {
        public void Run(uint mfn) => registers.Write(0, mfn << 12); // expect: XDMA5002
    }

    public sealed class XDMA5004(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            registers.Write(0, loan.BusAddress + 128); // expect: XDMA5004
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA5005(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 524288); // expect: XDMA5005
            if (loan.IsValid)
                Loan.End(ref loan);
        }
    }

    public sealed class XDMA7001(IRegisters registers)
    {
        public int Run(int[] table)
        {
            var ring = Pinned.Allocate(4096);
            if (!ring.IsValid)
                return 0;
            registers.Write(0, ring.BusAddress);
            int picked = table[ring.ReadUInt32(8)]; // expect: XDMA7001
            registers.Reset();
            Pinned.Free(ref ring);
            return picked;
        }
    }

    public sealed class XDMA7002(IRegisters registers)
    {
        public int Run(int[] table)
        {
            var ring = Pinned.Allocate(4096);
            if (!ring.IsValid)
                return 0;
            registers.Write(0, ring.BusAddress);
            int picked = 0;
            if (ring.ReadUInt32(8) < table.Length)
                picked = table[ring.ReadUInt32(8)]; // expect: XDMA7002
            registers.Reset();
            Pinned.Free(ref ring);
            return picked;
        }
    }
}

public static class Good
{
    public sealed class XDMA5001(PinnedBuffer buffer, Action<uint> register)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            if (loan.BusAddress <= uint.MaxValue)
                register((uint)loan.BusAddress);
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA5002(IRegisters registers)
    {
        public void Run(ulong mfn) => registers.Write(0, mfn << 12);
    }

    public sealed class XDMA5004(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            registers.Write(0, loan.BusAddress + 32);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA5005(PinnedBuffer buffer)
    {
        public void Run()
        {
            for (int i = 0; i < 2; i++)
            {
                var loan = Loan.ToDevice(buffer, 262144);
                if (loan.IsValid)
                    Loan.End(ref loan);
            }
        }
    }

    public sealed class XDMA7001(IRegisters registers)
    {
        public int Run(int[] table)
        {
            var ring = Pinned.Allocate(4096);
            if (!ring.IsValid)
                return 0;
            registers.Write(0, ring.BusAddress);
            uint index = Math.Min(ring.ReadUInt32(8), (uint)table.Length - 1);
            int picked = table[index];
            registers.Reset();
            Pinned.Free(ref ring);
            return picked;
        }
    }

    public sealed class XDMA7002(IRegisters registers)
    {
        public int Run(int[] table)
        {
            var ring = Pinned.Allocate(4096);
            if (!ring.IsValid)
                return 0;
            registers.Write(0, ring.BusAddress);
            int picked = ring.ReadUInt32(8) is var index && index < table.Length ? table[index] : 0;
            registers.Reset();
            Pinned.Free(ref ring);
            return picked;
        }
    }
}
