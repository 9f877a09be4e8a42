#nullable enable
// Drivers with one mistake in each method.
using System;
using Granite.Wdk;

namespace Granite.Drivers;

public sealed class Defects(IntPtr device, IntPtr memory)
{
    public void StatusIgnored()
    {
        Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        Dma.Start(device, dma); // expect: XDMA2001
        Dma.UnlockBuffer(dma);
    }

    public void OneStatusOfMany()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma); // expect: XDMA1004
        if (status == Dma.NoResources)
            return;
        Dma.Start(device, dma);
    }

    public bool FirstLeaksWhenSecondFails(IntPtr second)
    {
        if (Dma.LockBuffer(device, memory, Dma.ToDevice, 4096, out var commands) != Dma.Success) // expect: XDMA1004
            return false;
        if (Dma.LockBuffer(device, second, Dma.FromDevice, 4096, out var responses) != Dma.Success)
            return false;
        Dma.Start(device, commands);
        Dma.Start(device, responses);
        Dma.UnlockBuffer(responses);
        Dma.UnlockBuffer(commands);
        return true;
    }

    public void UnlockedTwice()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        if (status is not Dma.Success)
            return;
        Dma.UnlockBuffer(dma);
        Dma.UnlockBuffer(dma); // expect: XDMA1003
    }

    public void SyncAfterUnlock()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        if (Dma.Success != status)
            return;
        Dma.UnlockBuffer(dma);
        Dma.SyncIo(dma); // expect: XDMA1001
    }

    public void UsedAfterUnlock()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        if (status != 0)
            return;
        Dma.UnlockBuffer(dma);
        Dma.Start(device, dma); // expect: XDMA1006
    }

    public void UnlockOfNothing() => Dma.UnlockBuffer(IntPtr.Zero); // expect: XDMA1002

    public void FailedUnlocked()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        if (status > 0)
        {
            Dma.UnlockBuffer(dma); // expect: XDMA2004
            return;
        }
        Dma.UnlockBuffer(dma);
    }

    public void Overwritten(IntPtr second)
    {
        if (Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma) != Dma.Success)
            return;
        if (Dma.LockBuffer(device, second, Dma.FromDevice, 4096, out dma) != Dma.Success) // expect: XDMA1005
            return;
        Dma.UnlockBuffer(dma);
    }

    public void WindowNeverAsked()
    {
        int window = Dma.OpenWindow(device, memory, 4096);
        Dma.CloseWindow(window); // expect: XDMA2001
    }

    public void WindowComparedWithZero()
    {
        int window = Dma.OpenWindow(device, memory, 4096);
        if (window == 0) // expect: XDMA2002
            return;
        Dma.CloseWindow(window);
    }

    public void WindowLeaks(bool abort)
    {
        int window = Dma.OpenWindow(device, memory, 4096); // expect: XDMA1004
        if (window == -1 || abort)
            return;
        Dma.CloseWindow(window);
    }

    public void ReleasedAfterTimeout()
    {
        if (Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma) != Dma.Success)
            return;
        Dma.Start(device, dma);
        if (Dma.WaitDone(device, 100) != Dma.Success)
        {
            Dma.UnlockBuffer(dma); // expect: XDMA4007
            return;
        }
        Dma.UnlockBuffer(dma);
    }
}
