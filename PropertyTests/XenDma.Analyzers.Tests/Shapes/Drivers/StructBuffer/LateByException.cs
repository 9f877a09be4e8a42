// defect: a wait that throws where the device is late: what a finally or a handler then releases may still be written.
#nullable enable
using System;
using Quartz.Kernel;

namespace Drivers.Late;

public sealed class Late(IRegisters registers)
{
    public void Finally(PinnedBuffer buffer)
    {
        var loan = Loan.FromDevice(buffer, 64);
        if (!loan.IsValid)
            return;
        try
        {
            registers.Write(0, loan.BusAddress);
            registers.AwaitIdle(10);
        }
        finally
        {
            Loan.End(ref loan); // expect: XDMA4007
        }
    }

    public bool Handler(PinnedBuffer buffer)
    {
        var loan = Loan.FromDevice(buffer, 64);
        if (!loan.IsValid)
            return false;
        registers.Write(0, loan.BusAddress);
        try
        {
            registers.AwaitIdle(10);
        }
        catch (TimeoutException)
        {
            Loan.End(ref loan); // expect: XDMA4007
            return false;
        }
        Loan.End(ref loan);
        return true;
    }

    public bool HandlerThatStops(PinnedBuffer buffer)
    {
        var loan = Loan.FromDevice(buffer, 64);
        if (!loan.IsValid)
            return false;
        registers.Write(0, loan.BusAddress);
        try
        {
            registers.AwaitIdle(10);
            return true;
        }
        catch (TimeoutException)
        {
            registers.Reset();
            return false;
        }
        finally
        {
            Loan.End(ref loan);
        }
    }

    public void Straight(PinnedBuffer buffer)
    {
        var loan = Loan.FromDevice(buffer, 64);
        if (!loan.IsValid)
            return;
        registers.Write(0, loan.BusAddress);
        registers.AwaitIdle(10);
        Loan.End(ref loan);
    }
}
