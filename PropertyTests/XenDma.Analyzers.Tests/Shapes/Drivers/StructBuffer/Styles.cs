// defect: the same mistakes in the styles in which drivers are written.
#nullable enable
using System;
using Quartz.Kernel;

namespace Drivers.Styles;

public sealed class Styles(IRegisters registers)
{
    private PinnedBuffer _kept;

    public bool NestedIfs()
    {
        bool ok = false;
        var commands = Pinned.Allocate(4096); // expect: XDMA1007
        if (commands.IsValid)
        {
            var answers = Pinned.Allocate(4096);
            if (answers.IsValid)
            {
                registers.Write(0, commands.BusAddress);
                registers.Write(1, answers.BusAddress);
                registers.Reset();
                ok = true;
                Pinned.Free(ref answers);
                Pinned.Free(ref commands);
            }
        }
        return ok;
    }

    public bool OneExit()
    {
        PinnedBuffer commands = default;
        PinnedBuffer answers = default;
        bool ok = false;
        do
        {
            commands = Pinned.Allocate(4096);
            if (!commands.IsValid)
                break;
            answers = Pinned.Allocate(4096);
            if (!answers.IsValid)
                break;
            registers.Write(0, commands.BusAddress);
            registers.Reset();
            ok = true;
        }
        while (false);
        Pinned.Free(ref answers);
        Pinned.Free(ref commands);
        return ok;
    }

    public PinnedBuffer Helpers()
    {
        var buffer = Ready(4096);
        Release(buffer);
        return Copied(buffer); // expect: XDMA1008
    }

    public void Tuple()
    {
        var (buffer, copy) = Twins();
        if (!buffer.IsValid)
            return;
        Pinned.Free(ref buffer);
        Pinned.Free(ref copy); // expect: XDMA1008
    }

    public void ReadOnlyReference()
    {
        var buffer = Pinned.Allocate(64);
        if (!buffer.IsValid)
            return;
        ref PinnedBuffer same = ref buffer;
        Pinned.Free(ref same);
        Pinned.Free(ref buffer);
    }

    public void Finally(ReadOnlySpan<byte> data)
    {
        var buffer = Pinned.Allocate(64);
        try
        {
            buffer.CopyFrom(data); // expect: XDMA2005
        }
        finally
        {
            Pinned.Free(ref buffer);
        }
    }

    public void Exceptions()
    {
        var loan = Lent(_kept);
        registers.Write(0, loan.BusAddress);
        try
        {
            if (!registers.WaitIdle(10))
                throw new TimeoutException();
        }
        catch (TimeoutException)
        {
            Loan.End(ref loan); // expect: XDMA4007
            throw;
        }
        Loan.End(ref loan);
    }

    public void StoppedInTheHandler()
    {
        var loan = Lent(_kept);
        registers.Write(0, loan.BusAddress);
        try
        {
            if (!registers.WaitIdle(10))
                throw new TimeoutException();
        }
        catch (TimeoutException)
        {
            registers.Reset();
            Loan.End(ref loan);
            throw;
        }
        Loan.End(ref loan);
    }

    public bool Grow()
    {
        if (_kept.IsValid)
            Pinned.Free(ref _kept);
        _kept = Pinned.Allocate(8192);
        return _kept.IsValid;
    }

    private static PinnedBuffer Ready(uint size)
    {
        var buffer = Pinned.Allocate(size);
        return buffer.IsValid ? buffer : throw new OutOfMemoryException();
    }

    private static (PinnedBuffer, PinnedBuffer) Twins()
    {
        var buffer = Pinned.Allocate(64);
        return (buffer, buffer);
    }

    private static void Release(PinnedBuffer buffer) => Pinned.Free(ref buffer);

    private static PinnedBuffer Copied(PinnedBuffer buffer)
    {
        buffer.WriteUInt32(0, 0);
        return buffer;
    }

    private static Loan Lent(PinnedBuffer buffer)
    {
        var loan = Loan.FromDevice(buffer, 64);
        if (!loan.IsValid)
            throw new InvalidOperationException();
        return loan;
    }
}
