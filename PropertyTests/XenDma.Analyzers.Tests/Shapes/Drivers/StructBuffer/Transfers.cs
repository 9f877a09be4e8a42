// clean: loans wrapped in a disposable, a tuple, a switch expression; the handle is cleared by its release.
#nullable enable
using System;
using System.Threading.Tasks;
using Quartz.Kernel;

namespace Drivers.Transfers;

public sealed class Transfers(IRegisters registers) : IDisposable
{
    private PinnedBuffer _scratch;
    private Loan _loan;

    public bool Open(uint size)
    {
        if (_scratch.IsValid)
            return true;
        _scratch = Pinned.Allocate(size);
        return _scratch.IsValid;
    }

    public (bool Ok, ulong Bus) Begin(uint size)
    {
        if (!_scratch.IsValid)
            return (false, 0);
        _loan = Loan.Of(_scratch, size, deviceWrites: true);
        return _loan.IsValid ? (true, _loan.BusAddress) : (false, 0UL);
    }

    public void End()
    {
        if (_loan.IsValid)
            Loan.End(ref _loan);
    }

    public string Once(PinnedBuffer buffer, Span<byte> into)
    {
        var loan = Loan.Of(buffer, 128, deviceWrites: true);
        if (!loan.IsValid)
            return "no loan";
        try
        {
            registers.Write(3, loan.BusAddress);
            bool idle = registers.WaitIdle(50);
            if (!idle)
            {
                registers.Reset();
                return "late";
            }
            loan.InvalidateForCpu(128);
            buffer.CopyTo(into);
            return "done";
        }
        finally
        {
            Loan.End(ref loan);
        }
    }

    public async Task<int> Many(PinnedBuffer[] buffers)
    {
        int done = 0;
        foreach (var buffer in buffers)
        {
            var loan = Loan.Of(buffer, buffer.Size, deviceWrites: false);
            if (loan is { IsValid: false })
                break;
            registers.Write(4, loan.BusAddress);
            await Task.Yield();
            if (!registers.WaitIdle(10))
                registers.Reset();
            Loan.End(ref loan);
            done++;
        }
        return done;
    }

    public void Dispose()
    {
        End();
        Pinned.Free(ref _scratch);
    }
}
