// defect: one exit, flags and a status that runs through; the last flag is forgotten; and an unlock in a loop.
#nullable enable
using System;
using Granite.Wdk;

namespace Drivers.Flags;

public static class Flagged
{
    public static uint Run(IntPtr device, IntPtr source, IntPtr target)
    {
        uint status = Dma.LockBuffer(device, source, Dma.ToDevice, 4096, out IntPtr from);
        bool sourceLocked = status == Dma.Success;
        IntPtr to = default;
        bool targetLocked = false;
        if (sourceLocked)
        {
            status = Dma.LockBuffer(device, target, Dma.FromDevice, 4096, out to);
            targetLocked = status == Dma.Success;
        }
        if (targetLocked)
        {
            Dma.Start(device, from);
            status = Dma.WaitDone(device, 10);
            if (status != Dma.Success)
                Dma.Abort(device);
        }
        if (targetLocked)
            Dma.UnlockBuffer(to);
        if (sourceLocked)
            Dma.UnlockBuffer(from);
        return status;
    }

    public static uint Forgets(IntPtr device, IntPtr source, IntPtr target)
    {
        bool both = false;
        uint status = Dma.LockBuffer(device, source, Dma.ToDevice, 4096, out IntPtr from); // expect: XDMA1004
        if (status == Dma.Success)
        {
            status = Dma.LockBuffer(device, target, Dma.FromDevice, 4096, out IntPtr to);
            both = status == Dma.Success;
            if (both)
            {
                Dma.Start(device, from);
                Dma.Abort(device);
                Dma.UnlockBuffer(to);
                Dma.UnlockBuffer(from);
            }
        }
        return both ? 0 : status;
    }

    public static void Twice(IntPtr device, IntPtr memory, int rounds)
    {
        if (Dma.LockBuffer(device, memory, Dma.ToDevice, 4096, out IntPtr handle) != Dma.Success)
            return;
        do
        {
            Dma.Start(device, handle); // expect: XDMA1006
            Dma.WaitDone(device, 10);
            Dma.UnlockBuffer(handle); // expect: XDMA1003
        }
        while (--rounds > 0);
    }
}
