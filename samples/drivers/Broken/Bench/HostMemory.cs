using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using XenDma.Debugging;

namespace XenDma.Samples.Broken;

/// <summary>DMA to memory of the process itself, as a user-space DMA library offers it: it takes spans and arrays, and pins nothing. Guest
/// pages stand for the process's memory on the bus.</summary>
public sealed class HostMemory(XenGuest guest, DmaDebug checker)
{
    /// <summary>Callers' frames are no larger than this together; deeper in the stack nothing is looked for.</summary>
    private const long StackBytes = 64 << 10;

    private const int MostCollections = 4;

    private readonly Dictionary<DmaAddr, Image> _mapped = [];

    /// <summary>Maps an array; its address is taken now. What the device writes arrives at that address at the unmap.</summary>
    [DmaContract(DmaRole.Map)]
    public DmaAddr MapArray(Device device, [DmaPart(DmaPart.Buffer)] byte[] memory, int size, DmaDirection direction)
    {
        Image image = ImageOf(memory.AsSpan(0, size));
        image.Array = memory;
        image.At = AddressOf(memory);
        return Map(device, image, size, direction);
    }

    /// <summary>Maps bytes for the device to read.</summary>
    /// <exception cref="ArgumentException">The device is to write them.</exception>
    [DmaContract(DmaRole.Map)]
    public DmaAddr MapSpan(Device device, [DmaPart(DmaPart.Buffer)] Span<byte> memory, int size, DmaDirection direction)
    {
        if (direction != DmaDirection.ToDevice) throw new ArgumentException("a span is gone when the device has written", nameof(direction));
        Image image = ImageOf(memory[..size]);
        if (IsOnStack(memory)) Declare(image, MemoryAreaKind.Stack);
        return Map(device, image, size, direction);
    }

    /// <summary>Maps bytes that nobody may write.</summary>
    [DmaContract(DmaRole.Map)]
    public DmaAddr MapConstant(Device device, [DmaPart(DmaPart.Buffer)] ReadOnlySpan<byte> memory, int size, DmaDirection direction)
    {
        Image image = ImageOf(memory[..size]);
        Declare(image, MemoryAreaKind.TextOrReadOnlyData);
        return Map(device, image, size, direction);
    }

    /// <summary>Ends a mapping.</summary>
    [DmaContract(DmaRole.Unmap)]
    public void Unmap(Device device, DmaAddr address, int size, DmaDirection direction)
    {
        device.UnmapSingle(address, size, direction);
        if (!_mapped.Remove(address, out Image? image)) return;

        // Where the array has moved, the bytes went to what lies at its old place by now: here, nowhere.
        if (direction != DmaDirection.ToDevice && image.Array is { } array && AddressOf(array) == image.At) image.Page.Span[..size].CopyTo(array);
        Drop(image);
    }

    /// <summary>Has the garbage collector move every mapped array that it may move: it can do so at any time.</summary>
    internal void MoveObjects()
    {
        foreach (Image image in _mapped.Values)
        {
            for (int i = 0; i < MostCollections && image.Array is { } array && AddressOf(array) == image.At; i++)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }

    private static nint AddressOf(byte[] array) => Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

    private static unsafe bool IsOnStack(ReadOnlySpan<byte> memory)
    {
        byte here = 0;
        long above = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)) - &here;
        return above is > 0 and < StackBytes;
    }

    private Image ImageOf(ReadOnlySpan<byte> memory)
    {
        GuestBuffer page = guest.AllocPages(0) ?? throw new InvalidOperationException("no page left to stand for host memory");
        memory.CopyTo(page.Span);
        return new Image(page);
    }

    private void Declare(Image image, MemoryAreaKind kind)
    {
        image.Area = new MemoryArea(image.Page.Address, (ulong)image.Page.Length, kind);
        checker.Declare(image.Area.Value);
    }

    private DmaAddr Map(Device device, Image image, int size, DmaDirection direction)
    {
        DmaAddr address = device.MapSingle(image.Page, size, direction);
        if (device.MappingError(address)) Drop(image);
        else _mapped.Add(address, image);
        return address;
    }

    private void Drop(Image image)
    {
        if (image.Area is { } area) checker.Withdraw(area);
        guest.FreePages(image.Page);
    }

    /// <summary>The page that stands for some of the process's memory, and where that lay.</summary>
    private sealed class Image(GuestBuffer page)
    {
        internal GuestBuffer Page { get; } = page;

        internal byte[]? Array { get; set; }

        internal nint At { get; set; }

        internal MemoryArea? Area { get; set; }
    }
}
