// clean: a record that owns a handle, disposed by using: on every way out, through a handler too.
#nullable enable
using System;
using Granite.Wdk;

namespace Drivers.Owners;

public sealed record Locked(IntPtr Handle, IntPtr Device) : IDisposable
{
    public static Locked Take(IntPtr device, IntPtr memory, uint bytes)
    {
        uint status = Dma.LockBuffer(device, memory, Dma.ToDevice, bytes, out IntPtr handle);
        return status == Dma.Success ? new Locked(handle, device) : throw new InvalidOperationException();
    }

    public void Dispose() => Dma.UnlockBuffer(Handle);
}

public static class Session
{
    public static bool Straight(IntPtr device, IntPtr memory, uint bytes)
    {
        using var locked = Locked.Take(device, memory, bytes);
        Dma.Start(device, locked.Handle);
        return true;
    }

    public static bool InALoop(IntPtr device, IntPtr memory, uint bytes)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            using var locked = Locked.Take(device, memory, bytes);
            if (Dma.WaitDone(device, 100) == Dma.Success)
                return true;
            Dma.Abort(device);
        }
        return false;
    }

    public static bool WithAHandler(IntPtr device, IntPtr memory, uint bytes)
    {
        try
        {
            using var locked = Locked.Take(device, memory, bytes);
            if (Dma.WaitDone(device, 100) == Dma.Success)
                return true;
            Dma.Abort(device);
        }
        catch (InvalidOperationException)
        {
        }
        return false;
    }
}
