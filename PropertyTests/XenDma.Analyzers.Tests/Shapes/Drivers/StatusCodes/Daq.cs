// defect: a data acquisition card: two locks of which the first leaks, an unlock after a timeout, handles in a dictionary.
#nullable enable
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Granite.Wdk;

namespace Drivers.Daq;

public sealed class Daq(IntPtr device) : IDisposable
{
    private readonly Dictionary<int, IntPtr> _channels = new();

    public bool Open(int channel, IntPtr memory)
    {
        if (Dma.LockBuffer(device, memory, Dma.FromDevice, 65536, out var handle) is not Dma.Success)
            return false;
        if (_channels.TryAdd(channel, handle))
            return true;
        Dma.UnlockBuffer(handle);
        return false;
    }

    public bool OpenBoth(IntPtr left, IntPtr right)
    {
        var status = Dma.LockBuffer(device, left, Dma.FromDevice, 4096, out var a); // expect: XDMA1004
        if (status != Dma.Success)
            return false;
        status = Dma.LockBuffer(device, right, Dma.FromDevice, 4096, out var b);
        if (status != Dma.Success)
            return false;
        _channels[0] = a;
        _channels[1] = b;
        return true;
    }

    public int First(IntPtr memory)
    {
        if (Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var handle) != Dma.Success)
            return -1;
        Dma.Start(device, handle);
        if (Dma.WaitDone(device, 100) != Dma.Success)
            Dma.Abort(device);
        int first = Marshal.ReadInt32(memory); // expect: XDMA4001
        Dma.SyncIo(handle);
        Dma.UnlockBuffer(handle);
        return first;
    }

    public bool Burst(IntPtr memory)
    {
        if (Dma.LockBuffer(device, memory, Dma.FromDevice, 4096, out var handle) != Dma.Success)
            return false;
        Dma.Start(device, handle);
        uint waited = Dma.WaitDone(device, 100);
        if (waited == Dma.TimedOut)
        {
            Dma.UnlockBuffer(handle); // expect: XDMA4007
            return false;
        }
        Dma.SyncIo(handle);
        Dma.UnlockBuffer(handle);
        return true;
    }

    public void Dispose()
    {
        Dma.Abort(device);
        foreach (var handle in _channels.Values)
            Dma.UnlockBuffer(handle);
        _channels.Clear();
    }
}
