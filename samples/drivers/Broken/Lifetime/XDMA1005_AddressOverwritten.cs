namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A transmit path that sends a header and a body, and has one variable for both addresses.</summary>
public sealed class AddressOverwritten(Device nic, ICard card)
{
    /// <summary>Once the body's address stands in the variable, nobody knows the header's.</summary>
    public bool Send(GuestBuffer header, GuestBuffer body)
    {
        DmaAddr address = nic.MapSingle(header, header.Length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, header.Length);
        if (!card.Wait()) card.Stop();
        address = nic.MapSingle(body, body.Length, DmaDirection.ToDevice); // expect: XDMA1005
        if (nic.MappingError(address)) return false;
        card.Send(address, body.Length);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, body.Length, DmaDirection.ToDevice);
        return true;
    }

    /// <summary>Each part is mapped, sent and unmapped by itself.</summary>
    public bool SendMended(GuestBuffer header, GuestBuffer body) => SendPart(header) && SendPart(body);

    private bool SendPart(GuestBuffer part)
    {
        DmaAddr address = nic.MapSingle(part, part.Length, DmaDirection.ToDevice);
        if (nic.MappingError(address)) return false;
        card.Send(address, part.Length);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, part.Length, DmaDirection.ToDevice);
        return true;
    }
}
