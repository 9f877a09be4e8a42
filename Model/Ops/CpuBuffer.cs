using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenDma;

/// <summary>A typed buffer while the CPU owns it: its elements can be read and written, and there is no bus address to hand to a device.</summary>
/// <remarks>Together with <see cref="DeviceBuffer{T}"/> the safe form of a streaming mapping: each hand-over ends the object that it is called
/// on, so that neither side can go on with what it gave away.</remarks>
/// <typeparam name="T">The element, a type without references.</typeparam>
public sealed class CpuBuffer<T>
    where T : unmanaged
{
    private readonly GuestBuffer _memory;
    private bool _gone;

    /// <summary>A buffer of whole elements over guest memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <exception cref="ArgumentException">The bytes are no whole number of elements.</exception>
    public CpuBuffer(GuestBuffer memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Length % Unsafe.SizeOf<T>() != 0)
            throw new ArgumentException($"{memory.Length} bytes at {memory.Address} are no whole number of {typeof(T).Name}, {Unsafe.SizeOf<T>()} bytes each");
        _memory = memory;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _memory.Length / Unsafe.SizeOf<T>();

    /// <summary>The elements, in the CPU's view. The span must not outlive the hand-over.</summary>
    /// <exception cref="InvalidOperationException">The device owns the buffer.</exception>
    public Span<T> Span => MemoryMarshal.Cast<byte, T>(Owned.Span);

    private GuestBuffer Owned => _gone ? throw new InvalidOperationException($"the device owns {_memory.Length} bytes at {_memory.Address}") : _memory;

    /// <summary>Maps the buffer and hands it to a device; this object ends.</summary>
    /// <exception cref="DmaMappingException">The mapping failed; the CPU still owns the buffer.</exception>
    /// <exception cref="InvalidOperationException">The device owns the buffer already.</exception>
    public DeviceBuffer<T> HandOver(Device device, DmaDirection direction)
    {
        DmaMapping mapping = device.Map(Owned, direction);
        _gone = true;
        return new DeviceBuffer<T>(_memory, mapping);
    }
}
