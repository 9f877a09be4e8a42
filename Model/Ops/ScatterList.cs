using System;

namespace XenDma;

/// <summary>A list of buffers for one transfer (struct scatterlist): the driver fills buffers in, MapSg fills addresses in.</summary>
public sealed class ScatterList
{
    private readonly Entry[] _entries;

    /// <summary>Makes an empty list.</summary>
    /// <param name="capacity">The most entries that it can hold.</param>
    public ScatterList(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _entries = new Entry[capacity];
    }

    /// <summary>The number of buffers added.</summary>
    public int Count { get; private set; }

    /// <summary>The most buffers that can be added.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Adds a buffer (sg_set_buf).</summary>
    /// <exception cref="InvalidOperationException">The list is full.</exception>
    public void Add(GuestBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (Count == _entries.Length) throw new InvalidOperationException($"the scatter list holds its {Count} buffers already");
        _entries[Count++] = new Entry { Buffer = buffer };
    }

    /// <summary>Takes all buffers out.</summary>
    public void Clear() => Count = 0;

    /// <summary>The buffer of an entry.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public GuestBuffer BufferAt(int index) => At(index).Buffer;

    /// <summary>The bus address of an entry (sg_dma_address); valid for indexes below MapSg's result.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public DmaAddr DmaAddressAt(int index) => At(index).Address;

    /// <summary>The bytes of an entry as the device sees it (sg_dma_len).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public int DmaLengthAt(int index) => At(index).Length;

    /// <summary>Sets what the device sees of an entry: for implementations of map_sg, not for drivers.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="address">The bus address.</param>
    /// <param name="length">The number of bytes.</param>
    public void SetDma(int index, DmaAddr address, int length)
    {
        ref Entry entry = ref At(index);
        entry.Address = address;
        entry.Length = length;
    }

    private ref Entry At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return ref _entries[index];
    }

    private struct Entry
    {
        internal GuestBuffer Buffer;
        internal DmaAddr Address;
        internal int Length;
    }
}
