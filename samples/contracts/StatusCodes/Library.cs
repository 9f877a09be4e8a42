#nullable enable
using System;

namespace Granite.Wdk;

/// <summary>A library with handles and status codes: lock, sync, unlock.</summary>
public static class Dma
{
    public const uint Success = 0;
    public const uint NoResources = 0x2000_0001;
    public const uint TimedOut = 0x2000_0002;

    public const uint FromDevice = 1;
    public const uint ToDevice = 2;
    public const uint FromAndToDevice = 3;
    public const uint Allow64BitAddresses = 0x80;

    public static uint LockBuffer(IntPtr device, IntPtr memory, uint options, uint bytes, out IntPtr dma) => throw new NotSupportedException();

    /// <summary>Writes back what the CPU wrote, before the transfer.</summary>
    public static uint SyncCpu(IntPtr dma) => throw new NotSupportedException();

    /// <summary>Lets the CPU see what the device wrote, after the transfer.</summary>
    public static uint SyncIo(IntPtr dma) => throw new NotSupportedException();

    public static uint UnlockBuffer(IntPtr dma) => throw new NotSupportedException();

    public static uint LockContiguous(IntPtr device, ref IntPtr memory, uint options, uint bytes, ref IntPtr dma) => throw new NotSupportedException();

    /// <summary>A handle, or -1.</summary>
    public static int OpenWindow(IntPtr device, IntPtr memory, uint bytes) => throw new NotSupportedException();

    public static int CloseWindow(int window) => throw new NotSupportedException();

    public static uint Start(IntPtr device, IntPtr dma) => throw new NotSupportedException();

    public static uint WaitDone(IntPtr device, uint milliseconds) => throw new NotSupportedException();

    public static uint Abort(IntPtr device) => throw new NotSupportedException();
}
