using System;

namespace XenDma;

/// <summary>A mapping failed: the device cannot reach the buffer, and the bounce pool has no place for it.</summary>
public sealed class DmaMappingException : Exception
{
    /// <summary>Names what could not be mapped.</summary>
    public DmaMappingException(Device device, GuestBuffer buffer, int size, DmaDirection direction)
        : base($"{device}: {size} bytes at guest address {buffer?.Address} could not be mapped {direction}")
    {
    }
}
