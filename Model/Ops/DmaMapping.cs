using System;

namespace XenDma;

/// <summary>An owned streaming mapping: knows its device, size and direction, so none of them can disagree later.</summary>
public sealed class DmaMapping : IDisposable
{
    private readonly Device _device;
    private readonly DmaAddr _address;
    private bool _ended;

    internal DmaMapping(Device device, DmaAddr address, int length, DmaDirection direction)
    {
        _device = device;
        _address = address;
        Length = length;
        Direction = direction;
    }

    /// <summary>The bus address of the first byte.</summary>
    /// <exception cref="ObjectDisposedException">The mapping has ended.</exception>
    public DmaAddr Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            return _address;
        }
    }

    /// <summary>The number of bytes.</summary>
    public int Length { get; }

    /// <summary>Which way the bytes go.</summary>
    public DmaDirection Direction { get; }

    /// <summary>Whether the mapping has ended.</summary>
    internal bool HasEnded => _ended;

    /// <summary>Hands all bytes to the CPU.</summary>
    public void SyncForCpu() => SyncForCpu(0, Length);

    /// <summary>Hands some bytes to the CPU.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bytes leave the mapping.</exception>
    public void SyncForCpu(int offset, int size) => _device.SyncSingleForCpu(Part(offset, size), size, Direction);

    /// <summary>Hands all bytes to the device.</summary>
    public void SyncForDevice() => SyncForDevice(0, Length);

    /// <summary>Hands some bytes to the device.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bytes leave the mapping.</exception>
    public void SyncForDevice(int offset, int size) => _device.SyncSingleForDevice(Part(offset, size), size, Direction);

    /// <summary>Ends the mapping; once more does nothing.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _device.UnmapSingle(_address, Length, Direction);
    }

    private DmaAddr Part(int offset, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Length - offset);
        return Address + (ulong)offset;
    }
}
