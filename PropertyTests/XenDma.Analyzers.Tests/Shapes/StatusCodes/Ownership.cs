#nullable enable
using System;
using System.Runtime.InteropServices;
using Granite.Wdk;

namespace Shapes.StatusCodes;

public static class Bad
{
    public sealed class XDMA4001(IntPtr device, IntPtr memory)
    {
        public void Run(byte[] into)
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.Start(device, handle);
            Dma.Abort(device);
            Marshal.Copy(memory, into, 0, 64); // expect: XDMA4001
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4002(IntPtr device, IntPtr memory)
    {
        public void Run(byte[] from)
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Marshal.Copy(from, 0, memory, 64); // expect: XDMA4002
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed unsafe class XDMA4003(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromAndToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.SyncIo(handle);
            ((byte*)memory)[3] = 1;
            Dma.Start(device, handle); // expect: XDMA4003
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4004(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.SyncIo(handle); // expect: XDMA4004
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4006(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var first) != Dma.Success)
                return;
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var second) == Dma.Success) // expect: XDMA4006
                Dma.UnlockBuffer(second);
            Dma.UnlockBuffer(first);
        }
    }

    public sealed class XDMA4007(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.Start(device, handle);
            switch (Dma.WaitDone(device, 100))
            {
                case Dma.Success:
                    Dma.SyncIo(handle);
                    Dma.UnlockBuffer(handle);
                    break;
                default:
                    Dma.UnlockBuffer(handle); // expect: XDMA4007
                    break;
            }
        }
    }

    public sealed class XDMA5002
    {
        public static ulong Run(IntPtr device, uint pfn)
        {
            Dma.Abort(device);
            return pfn << 12; // expect: XDMA5002
        }
    }

    public sealed class XDMA5005(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 0x100000, out var handle) == Dma.Success) // expect: XDMA5005
                Dma.UnlockBuffer(handle);
        }
    }
}

public static class Good
{
    public sealed class XDMA4001(IntPtr device, IntPtr memory)
    {
        public void Run(byte[] into)
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.SyncIo(handle);
            Marshal.Copy(memory, into, 0, 64);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4002(IntPtr device, IntPtr memory)
    {
        public void Run(byte[] from)
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Marshal.Copy(from, 0, memory, 64);
            Dma.SyncCpu(handle);
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed unsafe class XDMA4003(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromAndToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.SyncIo(handle);
            ((byte*)memory)[3] = 1;
            Dma.SyncCpu(handle);
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4004(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.SyncCpu(handle);
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA4006(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var first) != Dma.Success)
                return;
            if (Dma.LockBuffer(device, memory + 64, Dma.FromDevice, 64, out var second) == Dma.Success)
                Dma.UnlockBuffer(second);
            Dma.UnlockBuffer(first);
        }
    }

    public sealed class XDMA4007(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return;
            Dma.Start(device, handle);
            if (Dma.WaitDone(device, 100) is not Dma.Success and var status)
            {
                Dma.Abort(device);
                Dma.UnlockBuffer(handle);
                throw new TimeoutException(status.ToString());
            }
            Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA5002
    {
        public static ulong Run(IntPtr device, uint pfn)
        {
            Dma.Abort(device);
            return (ulong)pfn << 12;
        }
    }

    public sealed class XDMA5005(IntPtr device, IntPtr memory)
    {
        public void Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 0x40000, out var handle) == Dma.Success)
                Dma.UnlockBuffer(handle);
        }
    }
}
