#nullable enable
using System;
using System.Runtime.InteropServices;
using Quartz.Kernel;

namespace Shapes.StructBuffer;

public static class Bad
{
    public sealed class XDMA4001(PinnedBuffer buffer, IRegisters registers)
    {
        public uint Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return 0;
            registers.Write(0, loan.BusAddress);
            if (!registers.WaitIdle(10))
                registers.Reset();
            uint status = buffer.ReadUInt32(0); // expect: XDMA4001
            Loan.End(ref loan);
            return status;
        }
    }

    public sealed class XDMA4002(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run(ReadOnlySpan<byte> data)
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            buffer.CopyFrom(data); // expect: XDMA4002
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4003(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            loan.InvalidateForCpu(64);
            buffer.WriteUInt32(0, 0);
            registers.Write(0, loan.BusAddress); // expect: XDMA4003
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4004(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            loan.FlushForDevice(64); // expect: XDMA4004
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4006(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            var other = Loan.ToDevice(buffer, 64); // expect: XDMA4006
            if (other.IsValid)
                Loan.End(ref other);
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4007(PinnedBuffer buffer, IRegisters registers)
    {
        public bool Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return false;
            registers.Write(0, loan.BusAddress);
            bool idle = registers.WaitIdle(100);
            Loan.End(ref loan); // expect: XDMA4007
            return idle;
        }
    }
}

public static class Good
{
    public sealed class XDMA4001(PinnedBuffer buffer, IRegisters registers)
    {
        public uint Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return 0;
            registers.Write(0, loan.BusAddress);
            if (!registers.WaitIdle(10))
                registers.Reset();
            loan.InvalidateForCpu(64);
            uint status = buffer.ReadUInt32(0) + (uint)Marshal.ReadByte(buffer.Virtual, 4);
            Loan.End(ref loan);
            return status;
        }
    }

    public sealed class XDMA4002(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run(ReadOnlySpan<byte> data)
        {
            buffer.CopyFrom(data);
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            buffer.WriteUInt32(0, 1);
            loan.FlushForDevice(64);
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4003(PinnedBuffer buffer, IRegisters registers)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            loan.InvalidateForCpu(64);
            buffer.WriteUInt32(0, 0);
            loan.FlushForDevice(64);
            registers.Write(0, loan.BusAddress);
            registers.Reset();
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4004(PinnedBuffer buffer)
    {
        public void Run()
        {
            var loan = Loan.ToDevice(buffer, 64);
            if (!loan.IsValid)
                return;
            loan.FlushForDevice(64);
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4006(PinnedBuffer first, PinnedBuffer second)
    {
        public void Run()
        {
            var loan = Loan.FromDevice(first, 64);
            if (!loan.IsValid)
                return;
            var other = Loan.ToDevice(second, 64);
            if (other.IsValid)
                Loan.End(ref other);
            Loan.End(ref loan);
        }
    }

    public sealed class XDMA4007(PinnedBuffer buffer, IRegisters registers)
    {
        public bool Run()
        {
            var loan = Loan.FromDevice(buffer, 64);
            if (!loan.IsValid)
                return false;
            registers.Write(0, loan.BusAddress);
            bool idle = registers.WaitIdle(100);
            if (!idle)
                registers.Reset();
            Loan.End(ref loan);
            return idle;
        }
    }
}
