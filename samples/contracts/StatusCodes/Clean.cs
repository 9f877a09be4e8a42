#nullable enable
// The same drivers without their mistakes, and code that looks suspicious and is right.
using System;
using Granite.Wdk;

namespace Granite.Drivers;

public sealed class Clean(IntPtr device, IntPtr memory)
{
    private IntPtr _dma;
    private uint _status;

    public bool Transfer(IntPtr second)
    {
        uint status = Dma.LockBuffer(device, memory, Dma.ToDevice | Dma.Allow64BitAddresses, 4096, out var commands);
        if (status != Dma.Success)
            return false;
        status = Dma.LockBuffer(device, second, Dma.FromDevice, 4096, out var responses);
        if (status != Dma.Success)
        {
            Dma.UnlockBuffer(commands);
            return false;
        }
        Dma.SyncCpu(commands);
        Dma.Start(device, commands);
        Dma.Start(device, responses);
        if (Dma.WaitDone(device, 100) != Dma.Success)
            Dma.Abort(device);
        Dma.SyncIo(responses);
        Dma.UnlockBuffer(responses);
        Dma.UnlockBuffer(commands);
        return true;
    }

    public bool Open()
    {
        _status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out _dma);
        return _status == Dma.Success;
    }

    public void Close()
    {
        if (_dma == IntPtr.Zero)
            return;
        Dma.UnlockBuffer(_dma);
        _dma = IntPtr.Zero;
    }

    public void Switched()
    {
        switch (Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma))
        {
            case Dma.Success:
                Dma.Start(device, dma);
                Dma.Abort(device);
                Dma.UnlockBuffer(dma);
                break;
            case Dma.NoResources:
                throw new OutOfMemoryException();
            default:
                throw new InvalidOperationException("not locked");
        }
    }

    public void Checked()
    {
        Check(Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma));
        Dma.SyncIo(dma);
        Check(Dma.UnlockBuffer(dma));
    }

    public bool Asked()
    {
        uint status = Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var dma);
        bool failed = Failed(status);
        if (failed)
            return false;
        Dma.SyncIo(dma);
        Dma.UnlockBuffer(dma);
        return true;
    }

    public uint Given(out IntPtr dma) => Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out dma);

    public void Taken()
    {
        if (Given(out var dma) == Dma.Success)
            Dma.UnlockBuffer(dma);
    }

    public void Window()
    {
        int window = Dma.OpenWindow(device, memory, 4096);
        if (window < 0)
            return;
        Dma.CloseWindow(window);
    }

    public void Contiguous()
    {
        IntPtr buffer = IntPtr.Zero;
        IntPtr dma = IntPtr.Zero;
        if (Dma.LockContiguous(device, ref buffer, Dma.FromAndToDevice, 4096, ref dma) is Dma.Success)
            Dma.UnlockBuffer(dma);
    }

    private static bool Failed(uint status) => status != Dma.Success;

    private static void Check(uint status)
    {
        if (status != Dma.Success)
            throw new InvalidOperationException("failed");
    }
}
