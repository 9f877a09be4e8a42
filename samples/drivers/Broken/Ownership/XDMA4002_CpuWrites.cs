using System;

namespace XenDma.Samples.Broken.Ownership;

/// <summary>A transmit path that maps the buffer and fills it then.</summary>
public sealed class CpuWrites(Device nic, ICard card)
{
    /// <summary>The map has copied the buffer already: the card sends what was in it before.</summary>
    public bool Send(GuestBuffer frame, ReadOnlySpan<byte> data)
    {
        DmaAddr address = nic.MapSingle(frame, data.Length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        frame.Write(0, data); // expect: XDMA4002
        card.Send(address, data.Length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, data.Length, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>Filled, then mapped.</summary>
    public bool SendMended(GuestBuffer frame, ReadOnlySpan<byte> data)
    {
        frame.Write(0, data);
        DmaAddr address = nic.MapSingle(frame, data.Length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, data.Length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, data.Length, DmaDirection.ToDevice);
        return isSent;
    }
}
