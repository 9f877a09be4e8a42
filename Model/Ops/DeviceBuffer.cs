using System;

namespace XenDma;

/// <summary>A typed buffer while a device owns it: it has a bus address, and the CPU cannot touch its elements.</summary>
/// <typeparam name="T">The element, a type without references.</typeparam>
public sealed class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly GuestBuffer _memory;
    private readonly DmaMapping _mapping;

    internal DeviceBuffer(GuestBuffer memory, DmaMapping mapping)
    {
        _memory = memory;
        _mapping = mapping;
    }

    /// <summary>The bus address of the first element.</summary>
    /// <exception cref="ObjectDisposedException">The CPU has the buffer back.</exception>
    public DmaAddr Address => _mapping.Address;

    /// <summary>The number of bytes mapped.</summary>
    public int ByteLength => _mapping.Length;

    /// <summary>Which way the bytes go.</summary>
    public DmaDirection Direction => _mapping.Direction;

    /// <summary>Ends the mapping and gives the buffer to the CPU, with what the device wrote; this object ends.</summary>
    /// <exception cref="ObjectDisposedException">The CPU has the buffer back already.</exception>
    public CpuBuffer<T> TakeBack()
    {
        ObjectDisposedException.ThrowIf(_mapping.HasEnded, this);
        _mapping.Dispose();
        return new CpuBuffer<T>(_memory);
    }

    /// <summary>Ends the mapping where nobody wants the bytes; once more does nothing.</summary>
    public void Dispose() => _mapping.Dispose();
}
