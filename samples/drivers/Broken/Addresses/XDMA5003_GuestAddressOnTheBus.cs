namespace XenDma.Samples.Broken.Addresses;

/// <summary>A driver from a machine on which the bus and the CPU number memory alike.</summary>
public sealed class GuestAddressOnTheBus(Device nic, ICard card)
{
    /// <summary>In a guest the number is some machine frame's that is not the guest's.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        if (!card.IsReady) return false;
        card.Send(new DmaAddr(frame.Address.Value), length); // expect: XDMA5003
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        return isSent;
    }

    /// <summary>The bus address is what a map returns.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        if (!card.IsReady) return false;
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }
}
