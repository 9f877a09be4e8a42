namespace XenDma.Samples.Broken.Addresses;

/// <summary>A card of 64 bits whose address register comes in two halves.</summary>
public sealed class AddressNarrowed(Device nic, ICard card)
{
    /// <summary>The upper half was 0 on the machine that the driver was written on.</summary>
    public bool Send(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Write(CardRegister.SourceLow, (uint)address.Value); // expect: XDMA5001
        card.Write(CardRegister.Doorbell, (uint)length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }

    /// <summary>Both halves.</summary>
    public bool SendMended(GuestBuffer frame, int length)
    {
        DmaAddr address = nic.MapSingle(frame, length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Write(CardRegister.SourceLow, (uint)address.Value);
        card.Write(CardRegister.SourceHigh, (uint)(address.Value >> 32));
        card.Write(CardRegister.Doorbell, (uint)length);
        bool isSent = card.Wait();
        if (!isSent) card.Stop();
        nic.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isSent;
    }
}
