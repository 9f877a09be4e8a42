// clean: managed memory that is pinned for long enough, in several spellings.
using System;
using System.Buffers;
using System.Runtime.InteropServices;
using XenDma;

namespace Cases.Quill;

public sealed unsafe class Quill(Device dev, Quill.IPen pen) : IDisposable
{
    public interface IPen
    {
        [DmaContract(DmaRole.Map)] DmaAddr Map(Device device, [DmaPart(DmaPart.Buffer)] void* memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapSpan(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Map)] DmaAddr MapArray(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction);
        [DmaContract(DmaRole.Unmap)] void Unmap(Device device, DmaAddr address, int size, DmaDirection direction);
        void Draw(ulong address, int length);
    }

    private readonly byte[] _ink = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
    private readonly byte[] _paper = new byte[4096];
    private GCHandle _paperHandle;
    private void* _native = NativeMemory.AlignedAlloc(4096, 64);
    private DmaAddr _paperBus;

    public bool Hold()
    {
        _paperHandle = GCHandle.Alloc(_paper, GCHandleType.Pinned);
        var bus = pen.MapArray(dev, _paper, 4096, DmaDirection.FromDevice);
        if (dev.MappingError(bus))
        {
            _paperHandle.Free();
            return false;
        }
        _paperBus = bus;
        return true;
    }

    public void Release()
    {
        pen.Unmap(dev, _paperBus, 4096, DmaDirection.FromDevice);
        _paperHandle.Free();
    }

    public bool Ink()
    {
        var a = pen.MapSpan(dev, _ink.AsSpan(64, 128), 128, DmaDirection.Bidirectional);
        if (dev.MappingError(a))
            return false;
        pen.Draw(a.Value, 128);
        pen.Unmap(dev, a, 128, DmaDirection.Bidirectional);
        return true;
    }

    public bool Native()
    {
        var a = pen.Map(dev, _native, 4096, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        pen.Draw(a.Value, 4096);
        pen.Unmap(dev, a, 4096, DmaDirection.FromDevice);
        return ((byte*)_native)[0] != 0;
    }

    public bool NativeSpan(int length)
    {
        var span = new Span<byte>(_native, 4096);
        var a = pen.MapSpan(dev, span.Slice(0, length), length, DmaDirection.ToDevice);
        if (dev.MappingError(a))
            return false;
        pen.Draw(a.Value, length);
        pen.Unmap(dev, a, length, DmaDirection.ToDevice);
        return true;
    }

    public bool Pinned(Memory<byte> memory)
    {
        using var pin = memory.Pin();
        var a = pen.Map(dev, pin.Pointer, memory.Length, DmaDirection.FromDevice);
        if (dev.MappingError(a))
            return false;
        pen.Draw(a.Value, memory.Length);
        pen.Unmap(dev, a, memory.Length, DmaDirection.FromDevice);
        return true;
    }

    public bool Fixed(byte[] text)
    {
        fixed (byte* start = &text[0])
        {
            var a = pen.Map(dev, start, text.Length, DmaDirection.ToDevice);
            if (dev.MappingError(a))
                return false;
            try
            {
                pen.Draw(a.Value, text.Length);
            }
            finally
            {
                pen.Unmap(dev, a, text.Length, DmaDirection.ToDevice);
            }
        }
        return true;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_native);
        _native = null;
    }
}
