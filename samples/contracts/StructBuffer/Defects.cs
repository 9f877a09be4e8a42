#nullable enable
// Drivers with one mistake in each method.
using System;
using Quartz.Kernel;

namespace Quartz.Drivers;

public sealed class Defects(IRegisters registers)
{
    public void NeverAskedWhetherValid()
    {
        var b = Pinned.Allocate(4096);
        registers.Write(0, b.BusAddress); // expect: XDMA2005
        Pinned.Free(ref b);
    }

    public bool FirstLeaksWhenSecondFails()
    {
        var commands = Pinned.Allocate(4096); // expect: XDMA1007
        if (!commands.IsValid)
            return false;
        var responses = Pinned.Allocate(4096);
        if (!responses.IsValid)
            return false;
        registers.Write(0, commands.BusAddress);
        registers.Write(1, responses.BusAddress);
        Pinned.Free(ref responses);
        Pinned.Free(ref commands);
        return true;
    }

    public void FreedThroughACopyToo()
    {
        var b = Pinned.Allocate(4096);
        if (!b.IsValid)
            return;
        var copy = b;
        Pinned.Free(ref b);
        Pinned.Free(ref copy); // expect: XDMA1008
    }

    public void CopyFreedBehindAQuestionThatItCannotAnswer()
    {
        var b = Pinned.Allocate(4096);
        if (!b.IsValid)
            return;
        var copy = b;
        Pinned.Free(ref b);
        if (copy.IsValid)
            Pinned.Free(ref copy); // expect: XDMA1008
    }

    public void UsedAfterFree()
    {
        var b = Pinned.Allocate(4096);
        if (!b.IsValid)
            return;
        Pinned.Free(ref b);
        registers.Write(0, b.BusAddress); // expect: XDMA1008
    }

    public void CopyUsedAfterFree(ReadOnlySpan<byte> data)
    {
        var b = Pinned.Allocate(4096);
        if (!b.IsValid)
            return;
        var copy = b;
        Pinned.Free(ref b);
        copy.CopyFrom(data); // expect: XDMA1008
    }

    public void LoanNeverAsked(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        registers.Write(0, loan.BusAddress); // expect: XDMA2001
        Loan.End(ref loan);
    }

    public void LoanEndedTwiceThroughCopies(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        var copy = loan;
        Loan.End(ref loan);
        Loan.End(ref copy); // expect: XDMA1003
    }

    public void LoanEndedTwice(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        Loan.End(ref loan);
        Loan.End(ref loan); // expect: XDMA1003
    }

    public void FailedLoanEnded(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
        {
            Loan.End(ref loan); // expect: XDMA2004
            return;
        }
        Loan.End(ref loan);
    }

    public void LoanLeaks(PinnedBuffer b, bool abort)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true); // expect: XDMA1004
        if (!loan.IsValid || abort)
            return;
        Loan.End(ref loan);
    }

    public void LoanOverwritten(PinnedBuffer b, PinnedBuffer c)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        loan = Loan.Of(c, 64, deviceWrites: true); // expect: XDMA1005
        if (loan is { IsValid: true })
            Loan.End(ref loan);
    }

    public void EndOfNothing()
    {
        Loan loan = default;
        Loan.End(ref loan); // expect: XDMA1002
    }

    public void SyncAfterTheEnd(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        Loan.End(ref loan);
        loan.InvalidateForCpu(64); // expect: XDMA1001
    }

    public void AddressAfterTheEnd(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        ulong bus = loan.BusAddress;
        Loan.End(ref loan);
        registers.Write(0, bus); // expect: XDMA1006
    }

    public void SyncBehindTheEnd(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (loan is not { IsValid: true })
            return;
        loan.InvalidateForCpu(128); // expect: XDMA3008
        Loan.End(ref loan);
    }

    public void EndedAfterTimeout(PinnedBuffer b)
    {
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (!loan.IsValid)
            return;
        registers.Write(0, loan.BusAddress);
        if (!registers.WaitIdle(100))
        {
            Loan.End(ref loan); // expect: XDMA4007
            return;
        }
        Loan.End(ref loan);
    }
}

public sealed class NeverFreed
{
    private PinnedBuffer _ring;

    public bool Start()
    {
        _ring = Pinned.Allocate(4096); // expect: XDMA1007
        return _ring.IsValid;
    }
}
