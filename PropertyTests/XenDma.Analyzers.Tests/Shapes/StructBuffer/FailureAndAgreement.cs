#nullable enable
using System;
using Quartz.Kernel;

namespace Shapes.StructBuffer;

public static class Bad
{
    public sealed class XDMA2001(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            registers.Write(0, loan.BusAddress); // expect: XDMA2001
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA2004(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            switch (loan.IsValid)
            {
                case true:
                    Loan.End(ref loan);
                    break;
                default:
                    registers.Write(0, loan.BusAddress); // expect: XDMA2004
                    break;
            }
        }
    }

    public sealed class XDMA2005
    {
        public void Run(ReadOnlySpan<byte> data)
        {
            var buffer = Pinned.Allocate((uint)data.Length);
            buffer.CopyFrom(data); // expect: XDMA2005
            Pinned.Free(ref buffer);
        }
    }

    public sealed class XDMA2006(IRegisters registers)
    {
        public void Run()
        {
            registers.SetReach(32); // expect: XDMA2006
            registers.Write(0, 0);
        }
    }

    public sealed class XDMA3008(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            loan.InvalidateForCpu(4096); // expect: XDMA3008
            Loan.End(ref loan);
        }
    }
}

public static class Good
{
    public sealed class XDMA2001(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (loan.BusAddress == 0)
                return;
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA2004(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
            {
                Console.WriteLine(loan.BusAddress);
                return;
            }
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA2005
    {
        public void Run(ReadOnlySpan<byte> data)
        {
            var buffer = Pinned.Allocate((uint)data.Length);
            bool valid = buffer.IsValid;
            if (valid)
                buffer.CopyFrom(data);
            Pinned.Free(ref buffer);
        }
    }

    public sealed class XDMA2006(IRegisters registers)
    {
        public void Run()
        {
            if (!registers.SetReach(32))
                throw new NotSupportedException();
            registers.Write(0, 0);
        }
    }

    public sealed class XDMA3008(PinnedBuffer buffer)
    {
        public void Run(uint size)
        {
            var loan = Loan.FromDevice(buffer, size);
            if (!loan.IsValid)
                return;
            loan.InvalidateForCpu(size);
            Loan.End(ref loan);
        }
    }
}
