using System;

namespace XenDma.Samples.Broken.Ownership;

/// <summary>A transmit path that skips the copy because its pages are reused, and forgets to sync what it writes into them.</summary>
public sealed class NeverSynced(Device nic, ICard card)
{
    private const int PageBytes = 4096;

    /// <summary>Nothing brings the data to where the card reads.</summary>
    public bool Send(GuestBuffer page, ReadOnlySpan<byte> data)
    {
        page.Write(0, data);
        DmaAddr address = nic.MapSingle(page, PageBytes, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync); // expect: XDMA4005
        if (nic.MappingError(address)) return false;
        card.Send(address, PageBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, PageBytes, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
        return isSent;
    }

    /// <summary>The part that was written is synced.</summary>
    public bool SendMended(GuestBuffer page, ReadOnlySpan<byte> data)
    {
        page.Write(0, data);
        DmaAddr address = nic.MapSingle(page, PageBytes, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
        if (nic.MappingError(address)) return false;
        nic.SyncSingleForDevice(address, PageBytes, DmaDirection.ToDevice);
        card.Send(address, PageBytes);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, PageBytes, DmaDirection.ToDevice, DmaAttrs.SkipCpuSync);
        return isSent;
    }
}
