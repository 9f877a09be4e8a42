#nullable enable
// The same drivers without their mistakes, and code that looks suspicious and is right.
using System;
using System.Collections.Generic;
using Quartz.Kernel;

namespace Quartz.Drivers;

public sealed class Clean(IRegisters registers)
{
    private readonly List<PinnedBuffer> _kept = [];
    private PinnedBuffer _ring;

    public bool Start()
    {
        _ring = Pinned.Allocate(4096);
        if (!_ring.IsValid)
            return false;
        registers.Write(0, _ring.BusAddress);
        return true;
    }

    public void Stop()
    {
        registers.Reset();
        if (_ring.IsValid)
            Pinned.Free(ref _ring);
        Pinned.Free(ref _ring);
    }

    public bool Two()
    {
        var commands = Pinned.Allocate(4096);
        if (!commands.IsValid)
            return false;
        var responses = Pinned.Allocate(4096);
        if (!responses.IsValid)
        {
            Pinned.Free(ref commands);
            return false;
        }
        registers.Write(0, commands.BusAddress);
        registers.Write(1, responses.BusAddress);
        registers.Reset();
        Pinned.Free(ref responses);
        Pinned.Free(ref commands);
        return true;
    }

    public bool FreedTwiceThroughOneVariable(bool early)
    {
        var b = Pinned.Allocate(64);
        if (b is not { IsValid: true })
            return false;
        try
        {
            if (early)
                Pinned.Free(ref b);
        }
        finally
        {
            Pinned.Free(ref b);
        }
        return true;
    }

    public bool FreedBehindItsOwnAnswer(bool early)
    {
        var loan = Loan.Of(_ring, 64, deviceWrites: false);
        if (!loan.IsValid)
            return false;
        if (early)
            Loan.End(ref loan);
        if (loan.IsValid)
            Loan.End(ref loan);
        return true;
    }

    public bool Handed(uint size)
    {
        var b = Pinned.Allocate(size);
        if (!Usable(b))
            return false;
        _kept.Add(b);
        return true;
    }

    public PinnedBuffer Made(uint size, ReadOnlySpan<byte> content)
    {
        var b = Pinned.Allocate(size);
        switch (b.IsValid)
        {
            case false:
                throw new InvalidOperationException("no memory");
            default:
                b.CopyFrom(content);
                return b;
        }
    }

    public void NothingToFree()
    {
        PinnedBuffer b = default;
        Pinned.Free(ref b);
    }

    public bool Lent(Span<byte> result)
    {
        var b = Pinned.Allocate(64);
        bool valid = b.IsValid;
        if (!valid)
            return false;
        var loan = Loan.Of(b, 64, deviceWrites: true);
        if (loan.IsValid)
        {
            registers.Write(0, loan.BusAddress);
            if (!registers.WaitIdle(100))
                registers.Reset();
            loan.InvalidateForCpu(64);
            Loan.End(ref loan);
            b.CopyTo(result);
        }
        Pinned.Free(ref b);
        return true;
    }

    private static bool Usable(PinnedBuffer b) => b.IsValid;
}
