// defect: memory of the wrong kind.
using System;
using System.Runtime.InteropServices;
using XenDma;

namespace Cases.UsbSerial;

public sealed unsafe class UsbSerial(Device dev, UsbSerial.IHost host)
{
    public interface IHost
    {
        [DmaContract(DmaRole.Map)] DmaAddr MapBytes(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapPointer(Device device, [DmaPart(DmaPart.Buffer)] IntPtr memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapRaw(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapSpan(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapConst(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
        void Run(ulong address, int length);
    }

    private struct Setup { public byte Type, Request; public ushort Value, Index, Length; }

    private readonly byte[] _plain = new byte[64];
    private readonly byte[] _pinned = GC.AllocateArray<byte>(64, pinned: true);

    public bool Stack()
    {
        byte* raw = stackalloc byte[16];
        var a = host.MapRaw(dev, raw, 16, DmaDirection.ToDevice); // expect: XDMA6001
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 16);
        host.Unmap(dev, a, 16, DmaDirection.ToDevice);
        return true;
    }

    public bool Local()
    {
        Setup setup = default;
        setup.Type = 0x21;
        var a = host.MapPointer(dev, (IntPtr)(&setup), sizeof(Setup), DmaDirection.ToDevice); // expect: XDMA6001
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, sizeof(Setup));
        host.Unmap(dev, a, sizeof(Setup), DmaDirection.ToDevice);
        return true;
    }

    public bool LocalSpan()
    {
        ulong word = 5;
        var bytes = MemoryMarshal.AsBytes(new Span<ulong>(ref word));
        var a = host.MapSpan(dev, bytes, 8, DmaDirection.ToDevice); // expect: XDMA6001
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 8);
        host.Unmap(dev, a, 8, DmaDirection.ToDevice);
        return true;
    }

    public bool Field()
    {
        var a = host.MapBytes(dev, _plain, 64, DmaDirection.ToDevice); // expect: XDMA6002
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 64);
        host.Unmap(dev, a, 64, DmaDirection.ToDevice);
        return true;
    }

    public bool PinnedField()
    {
        var a = host.MapBytes(dev, _pinned, 64, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 64);
        host.Unmap(dev, a, 64, DmaDirection.FromDevice);
        return true;
    }

    public bool FixedTooShort(byte[] data)
    {
        DmaAddr a;
        fixed (byte* p = data)
            a = host.MapPointer(dev, (IntPtr)p, data.Length, DmaDirection.ToDevice); // expect: XDMA6002
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, data.Length);
        host.Unmap(dev, a, data.Length, DmaDirection.ToDevice);
        return true;
    }

    public bool FixedLongEnough(byte[] data)
    {
        fixed (byte* p = data)
        {
            var a = host.MapRaw(dev, p, data.Length, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return false;
            host.Run(a.Value, data.Length);
            host.Unmap(dev, a, data.Length, DmaDirection.ToDevice);
        }
        return true;
    }

    public bool Handle(byte[] data)
    {
        var handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        try
        {
            var a = host.MapPointer(dev, handle.AddrOfPinnedObject(), data.Length, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return false;
            host.Run(a.Value, data.Length);
            host.Unmap(dev, a, data.Length, DmaDirection.ToDevice);
            return true;
        }
        finally
        {
            handle.Free();
        }
    }

    public bool HandleFreedEarly(byte[] data)
    {
        var handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        var a = host.MapPointer(dev, handle.AddrOfPinnedObject(), data.Length, DmaDirection.ToDevice); // expect: XDMA6002
        handle.Free();
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, data.Length);
        host.Unmap(dev, a, data.Length, DmaDirection.ToDevice);
        return true;
    }

    public bool Literal()
    {
        var a = host.MapConst(dev, "AT+GMR\r"u8, 7, DmaDirection.FromDevice); // expect: XDMA6003
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 7);
        host.Unmap(dev, a, 7, DmaDirection.FromDevice);
        return true;
    }

    public bool LiteralOut()
    {
        ReadOnlySpan<byte> hello = [0x41, 0x54, 0x0d];
        var a = host.MapConst(dev, hello, 3, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 3);
        host.Unmap(dev, a, 3, DmaDirection.ToDevice);
        return true;
    }

    public bool Copied()
    {
        byte[] copy = GC.AllocateUninitializedArray<byte>(8, pinned: true);
        "AT+CSQ\r\n"u8.CopyTo(copy);
        var a = host.MapBytes(dev, copy, 8, DmaDirection.Bidirectional);
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 8);
        host.Unmap(dev, a, 8, DmaDirection.Bidirectional);
        return true;
    }

    public bool Slices(GuestBuffer page)
    {
        var a = dev.MapSingle(page.Slice(100, 128), 128, DmaDirection.Bidirectional); // expect: XDMA6004
        if (dev.MappingError(a))
            return false;
        host.Run(a.Value, 128);
        dev.UnmapSingle(a, 128, DmaDirection.Bidirectional);
        var b = dev.MapSingle(page.Slice(128, 128), 100, DmaDirection.FromDevice);
        if (dev.MappingError(b))
            return false;
        host.Run(b.Value, 100);
        dev.UnmapSingle(b, 100, DmaDirection.FromDevice);
        var c = dev.MapSingle(page.Slice(100, 20), 20, DmaDirection.ToDevice);
        if (dev.MappingError(c))
            return false;
        host.Run(c.Value, 20);
        dev.UnmapSingle(c, 20, DmaDirection.ToDevice);
        return true;
    }
}
