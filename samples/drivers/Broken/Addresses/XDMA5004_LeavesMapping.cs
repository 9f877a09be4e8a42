namespace XenDma.Samples.Broken.Addresses;

/// <summary>A card that takes a page as two halves of 2 KiB.</summary>
public sealed class LeavesMapping(Device nic, ICard card)
{
    private const int HalfBytes = 2048;

    /// <summary>Only the first half is mapped: what follows it in the guest does not follow it on the bus.</summary>
    public byte[]? Receive(GuestBuffer page)
    {
        DmaAddr address = nic.MapSingle(page, HalfBytes, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, HalfBytes);
        card.Receive(address + HalfBytes, HalfBytes); // expect: XDMA5004
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, HalfBytes, DmaDirection.FromDevice);
        return page.Span[..(2 * HalfBytes)].ToArray();
    }

    /// <summary>Both halves in one mapping.</summary>
    public byte[]? ReceiveMended(GuestBuffer page)
    {
        DmaAddr address = nic.MapSingle(page, 2 * HalfBytes, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, HalfBytes);
        card.Receive(address + HalfBytes, HalfBytes);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, 2 * HalfBytes, DmaDirection.FromDevice);
        return page.Span[..(2 * HalfBytes)].ToArray();
    }
}
