// defect: a library that takes pointers; one array is not pinned long enough, and one is on the stack.
#nullable enable
using System;
using System.Runtime.InteropServices;
using XenDma;

namespace Drivers.Pinning;

public static class RawDma
{
    [DmaContract(DmaRole.Map)] public static DmaAddr Lend(Device device, IntPtr buffer, int size, DmaDirection direction) => throw new NotSupportedException();
    [DmaContract(DmaRole.Unmap)] public static void Return(Device device, DmaAddr address, int size, DmaDirection direction) => throw new NotSupportedException();
}

public sealed unsafe class Pinned(Device dev, Action<DmaAddr> start, Func<bool> done)
{
    public bool Safe(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var address = RawDma.Lend(dev, pin.AddrOfPinnedObject(), data.Length, DmaDirection.ToDevice);
            if (dev.MappingError(address))
                return false;
            start(address);
            while (!done())
            {
            }
            RawDma.Return(dev, address, data.Length, DmaDirection.ToDevice);
            return true;
        }
        finally
        {
            pin.Free();
        }
    }

    public bool Short(byte[] data)
    {
        DmaAddr address;
        fixed (byte* p = data)
        {
            address = RawDma.Lend(dev, (IntPtr)p, data.Length, DmaDirection.ToDevice); // expect: XDMA6002
            if (dev.MappingError(address))
                return false;
            start(address);
        }
        while (!done())
        {
        }
        RawDma.Return(dev, address, data.Length, DmaDirection.ToDevice);
        return true;
    }

    public bool Stack()
    {
        byte* command = stackalloc byte[16];
        var address = RawDma.Lend(dev, (IntPtr)command, 16, DmaDirection.ToDevice); // expect: XDMA6001
        if (dev.MappingError(address))
            return false;
        start(address);
        RawDma.Return(dev, address, 16, DmaDirection.ToDevice);
        return true;
    }
}
