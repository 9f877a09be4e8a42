#nullable enable
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Granite.Wdk;

namespace Shapes.StatusCodes;

public static class Bad
{
    public sealed unsafe class XDMA6001(IntPtr device)
    {
        public void Run()
        {
            uint command = 0;
            if (Dma.LockBuffer(device, (IntPtr)(&command), Dma.ToDevice, 4, out var handle) == Dma.Success) // expect: XDMA6001
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA6002(IntPtr device)
    {
        public bool Run(byte[] data)
        {
            var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
            if (Dma.LockBuffer(device, pin.AddrOfPinnedObject(), Dma.ToDevice, 64, out var handle) != Dma.Success) // expect: XDMA6002
            {
                pin.Free();
                return false;
            }
            pin.Free();
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.UnlockBuffer(handle);
            return true;
        }
    }

    public sealed unsafe class XDMA6003(IntPtr device)
    {
        public void Run()
        {
            ReadOnlySpan<byte> table = [1, 2, 3, 4];
            var memory = (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table));
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 4, out var handle) == Dma.Success) // expect: XDMA6003
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA7001(IntPtr device, IntPtr memory)
    {
        public byte[] Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return [];
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.SyncIo(handle);
            var result = new byte[Marshal.ReadInt16(memory)]; // expect: XDMA7001
            Dma.UnlockBuffer(handle);
            return result;
        }
    }
}

public static class Good
{
    public sealed unsafe class XDMA6001(IntPtr device)
    {
        private readonly IntPtr _command = Marshal.AllocHGlobal(4);

        public void Run()
        {
            *(uint*)_command = 0;
            if (Dma.LockBuffer(device, _command, Dma.ToDevice, 4, out var handle) == Dma.Success)
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA6002(IntPtr device)
    {
        public bool Run(byte[] data)
        {
            var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
            bool locked = Dma.LockBuffer(device, pin.AddrOfPinnedObject(), Dma.ToDevice, 64, out var handle) == Dma.Success;
            if (locked)
            {
                Dma.Start(device, handle);
                Dma.Abort(device);
                Dma.UnlockBuffer(handle);
            }
            pin.Free();
            return locked;
        }
    }

    public sealed unsafe class XDMA6003(IntPtr device)
    {
        public void Run()
        {
            ReadOnlySpan<byte> table = [1, 2, 3, 4];
            var memory = (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table));
            if (Dma.LockBuffer(device, memory, Dma.ToDevice, 4, out var handle) == Dma.Success)
                Dma.UnlockBuffer(handle);
        }
    }

    public sealed class XDMA7001(IntPtr device, IntPtr memory)
    {
        public byte[] Run()
        {
            if (Dma.LockBuffer(device, memory, Dma.FromDevice, 64, out var handle) != Dma.Success)
                return [];
            Dma.Start(device, handle);
            Dma.Abort(device);
            Dma.SyncIo(handle);
            var result = new byte[Math.Clamp(Marshal.ReadInt16(memory), (short)0, (short)62)];
            Dma.UnlockBuffer(handle);
            return result;
        }
    }
}
