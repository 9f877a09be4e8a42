// defect: each statement by itself can be mended where it stands.
#nullable enable
using System;
using Quartz.Kernel;

namespace Drivers.Repairable;

public sealed class Repairable(IRegisters registers)
{
    public bool Reach()
    {
        registers.SetReach(32); // expect: XDMA2006
        return registers.WaitIdle(10);
    }

    public bool Unchecked(uint size)
    {
        var memory = Pinned.Allocate(size); // expect: XDMA1007
        if (!memory.IsValid)
            return false;
        registers.Write(0, memory.BusAddress);
        if (!registers.WaitIdle(10))
        {
            registers.Reset();
            return false;
        }
        Pinned.Free(ref memory);
        return true;
    }
}

public sealed class Narrowing(PinnedBuffer buffer, IRegisters registers)
{
    public ulong Low()
    {
        var loan = Loan.ToDevice(buffer, 64);
        if (!loan.IsValid)
            return 0;
        uint low = (uint)loan.BusAddress; // expect: XDMA5001
        registers.Write(0, loan.BusAddress);
        registers.Reset();
        Loan.End(ref loan);
        return low;
    }
}
