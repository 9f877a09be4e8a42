// defect: the same mistakes in the styles in which drivers are written.
#nullable enable
using System;
using Granite.Wdk;

namespace Drivers.Styles;

public sealed class Styles(IntPtr device, IntPtr memory)
{
    private IntPtr _kept;

    public bool NestedIfs(IntPtr second)
    {
        bool ok = false;
        if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out IntPtr a) == Dma.Success) // expect: XDMA1004
        {
            if (Dma.LockBuffer(device, second, Dma.FromDevice, 64, out IntPtr b) == Dma.Success)
            {
                Dma.Start(device, a);
                Dma.Abort(device);
                ok = Dma.UnlockBuffer(b) == Dma.Success;
                Dma.UnlockBuffer(a);
            }
        }
        return ok;
    }

    public uint Gotos(IntPtr second)
    {
        uint status = Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out IntPtr a);
        if (status != Dma.Success)
            goto done;
        status = Dma.LockBuffer(device, second, Dma.FromDevice, 64, out IntPtr b);
        if (status != Dma.Success)
            goto unlock;
        Dma.Start(device, a);
        Dma.Abort(device);
        Dma.UnlockBuffer(b);
    unlock:
        Dma.UnlockBuffer(a);
    done:
        return status;
    }

    public void Helpers()
    {
        IntPtr a = Locked(memory);
        Dma.Start(device, a);
        if (Late(Dma.WaitDone(device, 10)))
            Dma.UnlockBuffer(a); // expect: XDMA4007
        else
            Dma.UnlockBuffer(a);
    }

    public void Chain(IntPtr second)
    {
        if (Ok(Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out IntPtr a)) // expect: XDMA1004
            && Ok(Dma.LockBuffer(device, second, Dma.ToDevice, 64, out IntPtr b)))
        {
            Dma.Start(device, a);
            Dma.Abort(device);
            Dma.UnlockBuffer(b);
            Dma.UnlockBuffer(a);
        }
    }

    public void Exceptions(IntPtr second)
    {
        IntPtr a = Locked(memory);
        IntPtr b;
        try
        {
            b = Locked(second);
        }
        catch (InvalidOperationException)
        {
            Dma.UnlockBuffer(a);
            throw;
        }
        Dma.Start(device, a);
        Dma.Abort(device);
        Dma.UnlockBuffer(b);
        Dma.UnlockBuffer(a);
    }

    public void Finally()
    {
        IntPtr a = IntPtr.Zero;
        try
        {
            a = Locked(memory);
            Dma.Start(device, a);
            if (Dma.WaitDone(device, 10) != Dma.Success)
                throw new TimeoutException();
        }
        finally
        {
            if (a != IntPtr.Zero)
                Dma.UnlockBuffer(a); // expect: XDMA4007
        }
    }

    public bool Open() => Ok(Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out _kept));

    public void Read()
    {
        Dma.UnlockBuffer(_kept);
        Dma.SyncIo(_kept); // expect: XDMA1001
        _kept = IntPtr.Zero;
    }

    private IntPtr Locked(IntPtr page)
    {
        uint status = Dma.LockBuffer(device, page, Dma.ToDevice, 64, out IntPtr handle);
        return status == Dma.Success ? handle : throw new InvalidOperationException($"locked: {status}");
    }

    private static bool Ok(uint status) => status is Dma.Success;

    private static bool Late(uint status) => status == Dma.TimedOut || status == Dma.NoResources;
}
