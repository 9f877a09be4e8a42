#nullable enable
using System;
using System.Collections.Generic;
using Quartz.Kernel;

namespace Shapes.StructBuffer;

public static class Bad
{
    public sealed class XDMA1001(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            var copy = loan;
            Loan.End(ref loan);
            copy.InvalidateForCpu(64); // expect: XDMA1001
        }
    }

    public sealed class XDMA1002
    {
        public void Run()
        {
            var loan = new Loan();
            Loan.End(ref loan); // expect: XDMA1002
        }
    }

    public sealed class XDMA1003(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            Give(loan);
            Loan.End(ref loan); // expect: XDMA1003
        }

        private static void Give(Loan loan) => Loan.End(ref loan);
    }

    public sealed class XDMA1004(PinnedBuffer buffer, IRegisters registers)
    {
        public bool Run()
        {
            var loan = Loan.ToDevice(buffer, 64); // expect: XDMA1004
            if (loan is { IsValid: false })
                return false;
            registers.Write(0, loan.BusAddress);
            if (!registers.WaitIdle(10))
            {
                registers.Reset();
                return false;
            }
            Loan.End(ref loan);
            return true;
        }
    }

    public sealed class XDMA1005(PinnedBuffer[] buffers, IRegisters registers)
    {
        public void Run()
        {
            Loan loan = default;
            foreach (var buffer in buffers)
            {
                loan = Loan.ToDevice(buffer, 64); // expect: XDMA1005
                if (!loan.IsValid)
                    return;
                registers.Write(0, loan.BusAddress);
            }
            registers.Reset();
            if (loan.IsValid)
                Loan.End(ref loan);
        }
    }

    public sealed class XDMA1006(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            ulong address = loan.BusAddress;
            Loan.End(ref loan);
            registers.Write(0, address); // expect: XDMA1006
        }
    }

    public sealed class XDMA1007(IRegisters registers)
    {
        public void Run(uint size)
        {
            var buffer = Pinned.Allocate(size); // expect: XDMA1007
            if (!buffer.IsValid)
                return;
            registers.Write(0, buffer.BusAddress);
            if (!registers.WaitIdle(10))
                throw new TimeoutException();
            Pinned.Free(ref buffer);
        }
    }

    public sealed class XDMA1008
    {
        public void Run(uint size)
        {
            var buffers = new[] { Pinned.Allocate(size) };
            if (!buffers[0].IsValid)
                return;
            var copy = buffers[0];
            Pinned.Free(ref buffers[0]);
            Pinned.Free(ref copy); // expect: XDMA1008
        }
    }
}

public static class Good
{
    public sealed class XDMA1001(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            var copy = loan;
            copy.InvalidateForCpu(64);
            Loan.End(ref copy);
        }
    }

    public sealed class XDMA1002(PinnedBuffer buffer)
    {
        public void Run(bool lend)
        {
            Loan loan = default;
            if (lend)
                loan = Loan.ToDevice(buffer, 64);
            if (loan.IsValid)
                Loan.End(ref loan);
        }
    }

    public sealed class XDMA1003(PinnedBuffer buffer)
    {
        public void Run(bool early)
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            if (early)
                Loan.End(ref loan);
            if (loan.IsValid)
                Loan.End(ref loan);
        }
    }

    public sealed class XDMA1004(PinnedBuffer buffer, IRegisters registers)
    {
        public bool Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return false;
            bool done = false;
            try
            {
                registers.Write(0, loan.BusAddress);
                done = registers.WaitIdle(10);
                return done;
            }
            finally
            {
                if (!done)
                    registers.Reset();
                Loan.End(ref loan);
            }
        }
    }

    public sealed class XDMA1005(PinnedBuffer[] buffers, IRegisters registers)
    {
        public void Run()
        {
            var loans = new List<Loan>();
            foreach (var buffer in buffers)
            {
                var loan = Loan.ToDevice(buffer, 64);
                if (!loan.IsValid)
                    break;
                registers.Write(0, loan.BusAddress);
                loans.Add(loan);
            }
            registers.Reset();
            for (int i = 0; i < loans.Count; i++)
            {
                var loan = loans[i];
                Loan.End(ref loan);
            }
        }
    }

    public sealed class XDMA1006(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
            Console.WriteLine(loan.BusAddress);
        }
    }

    public sealed class XDMA1007(IRegisters registers)
    {
        public PinnedBuffer Run(uint size)
        {
            var buffer = Pinned.Allocate(size);
            if (buffer.IsValid)
                registers.Write(0, buffer.BusAddress);
            return buffer;
        }
    }

    public sealed class XDMA1008
    {
        public void Run(uint size)
        {
            var buffer = Pinned.Allocate(size);
            try
            {
                if (buffer.IsValid)
                    buffer.WriteUInt32(0, 1);
            }
            finally
            {
                Pinned.Free(ref buffer);
                Pinned.Free(ref buffer);
            }
        }
    }
}
