// clean: a session with a handle that is a record, retries with a when filter, statuses mapped to exceptions.
#nullable enable
using System;
using System.Threading;
using Granite.Wdk;

namespace Drivers.Session;

public sealed class DmaStatusException(uint status) : Exception
{
    public uint Status { get; } = status;
}

public sealed record Locked(IntPtr Handle, IntPtr Device) : IDisposable
{
    public static Locked Take(IntPtr device, IntPtr memory, uint bytes)
    {
        uint status = Dma.LockBuffer(device, memory, Dma.ToDevice, bytes, out IntPtr handle);
        return status == Dma.Success ? new Locked(handle, device) : throw new DmaStatusException(status);
    }

    public void Dispose() => Dma.UnlockBuffer(Handle);
}

public static class Session
{
    public static bool Send(IntPtr device, IntPtr memory, uint bytes, int attempts)
    {
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            try
            {
                using var locked = Locked.Take(device, memory, bytes);
                Dma.SyncCpu(locked.Handle);
                Dma.Start(device, locked.Handle);
                if (Dma.WaitDone(device, 100) == Dma.Success)
                    return true;
                Dma.Abort(device);
            }
            catch (DmaStatusException e) when (e.Status == Dma.NoResources)
            {
                Thread.Sleep(1);
            }
        }
        return false;
    }

    public static uint Window(IntPtr device, IntPtr memory)
    {
        int window = Dma.OpenWindow(device, memory, 4096);
        if (window is -1)
            return Dma.NoResources;
        uint result = Dma.Start(device, window);
        if (Dma.WaitDone(device, 5) is var status and not Dma.Success)
        {
            Dma.Abort(device);
            result = status;
        }
        _ = Dma.CloseWindow(window);
        return result;
    }
}
