using System;

namespace XenDma.Samples.NetworkRings;

/// <summary>A ring of descriptors in coherent memory.</summary>
public sealed class DescriptorRing : IDisposable
{
    private readonly Device _device;
    private readonly GuestBuffer _memory;

    private DescriptorRing(Device device, GuestBuffer memory, DmaAddr bus, int count)
    {
        _device = device;
        _memory = memory;
        Bus = bus;
        Count = count;
    }

    /// <summary>The bus address of the first descriptor.</summary>
    public DmaAddr Bus { get; }

    /// <summary>The number of descriptors.</summary>
    public int Count { get; }

    /// <summary>Takes memory for a ring.</summary>
    /// <returns>null = no memory that the card reaches.</returns>
    public static DescriptorRing? TryAlloc(Device device, int count)
    {
        GuestBuffer? memory = device.AllocCoherent(count * Descriptor.Size, out DmaAddr bus);
        return memory is null ? null : new DescriptorRing(device, memory, bus, count);
    }

    /// <summary>The descriptor behind another one.</summary>
    public int After(int index) => index + 1 == Count ? 0 : index + 1;

    /// <summary>Gives a buffer to the card.</summary>
    public void Post(int index, DmaAddr address, int length, uint flags) => Descriptor.Write(At(index), address, length, flags);

    /// <summary>Asks whether the card is done with a descriptor.</summary>
    /// <param name="index">The descriptor.</param>
    /// <param name="length">What the card says, not yet believed.</param>
    /// <param name="isLast">Whether the card says that a frame ends here.</param>
    public bool IsDone(int index, out uint length, out bool isLast)
    {
        Span<byte> descriptor = At(index);
        uint flags = Descriptor.Flags(descriptor);
        length = 0;
        isLast = (flags & Descriptor.EndOfFrame) != 0;
        if ((flags & Descriptor.Done) == 0) return false;

        // Only now: a length read before the flag may be the driver's own.
        length = Descriptor.Length(descriptor);
        return true;
    }

    /// <summary>Gives the memory back. The card is stopped.</summary>
    public void Dispose() => _device.FreeCoherent(Count * Descriptor.Size, _memory, Bus);

    private Span<byte> At(int index) => _memory.Span.Slice(index * Descriptor.Size, Descriptor.Size);
}
