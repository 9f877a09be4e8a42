// defect: a firmware loader with flags in place of gotos, and an exception on the way.
#nullable enable
using System;
using Quartz.Kernel;

namespace Drivers.Firmware;

public sealed class Loader(IRegisters registers)
{
    public bool Load(ReadOnlySpan<byte> image)
    {
        var buffer = Pinned.Allocate((uint)image.Length);
        bool ok = buffer.IsValid;
        Loan loan = default;
        bool lent = false;
        if (ok)
        {
            buffer.CopyFrom(image);
            loan = Loan.Of(buffer, (uint)image.Length, deviceWrites: false);
            ok = lent = loan.IsValid;
        }
        if (ok)
        {
            registers.Write(0, loan.BusAddress);
            ok = registers.WaitIdle(1000);
            if (!ok)
                registers.Reset();
        }
        if (lent)
            Loan.End(ref loan);
        if (buffer.IsValid)
            Pinned.Free(ref buffer);
        return ok;
    }

    public void LoadOrThrow(ReadOnlySpan<byte> image)
    {
        var buffer = Pinned.Allocate((uint)image.Length); // expect: XDMA1007
        if (!buffer.IsValid)
            throw new OutOfMemoryException();
        buffer.CopyFrom(image);
        var loan = Loan.Of(buffer, (uint)image.Length, deviceWrites: false);
        if (!loan.IsValid)
            throw new InvalidOperationException("no loan");
        registers.Write(0, loan.BusAddress);
        if (!registers.WaitIdle(1000))
            registers.Reset();
        Loan.End(ref loan);
        Pinned.Free(ref buffer);
    }

    public bool Hasty(PinnedBuffer buffer)
    {
        var loan = Loan.Of(buffer, 64, deviceWrites: true);
        if (loan.IsValid == false)
            return false;
        registers.Write(0, loan.BusAddress);
        var done = registers.WaitIdle(10);
        Loan.End(ref loan); // expect: XDMA4007
        return done;
    }
}
