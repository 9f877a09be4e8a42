using System;

namespace XenDma;

public static partial class DmaApi
{
    /// <summary>Maps a whole buffer: the safe form, a mapping that is unmapped when disposed.</summary>
    /// <exception cref="DmaMappingException">The mapping failed.</exception>
    public static DmaMapping Map(this Device device, GuestBuffer buffer, DmaDirection direction)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return device.Map(buffer, buffer.Length, direction);
    }

    /// <summary>Maps a buffer's first bytes: the safe form, a mapping that is unmapped when disposed.</summary>
    /// <exception cref="DmaMappingException">The mapping failed.</exception>
    public static DmaMapping Map(this Device device, GuestBuffer buffer, int size, DmaDirection direction)
    {
        DmaAddr address = device.MapSingle(buffer, size, direction);
        if (device.MappingError(address)) throw new DmaMappingException(device, buffer, size, direction);
        return new DmaMapping(device, address, size, direction);
    }
}
