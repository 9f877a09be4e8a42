namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A receive path that gives the card its buffer back when it has the frame out of it.</summary>
public sealed class PostAfterUnmap(Device nic, ICard card)
{
    private const int MaxFrame = 1514;

    /// <summary>The mapping has ended by the time the card is given the address again: the next frame goes to who has the slot then.</summary>
    public byte[]? Receive(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        byte[] frame = buffer.Span[..MaxFrame].ToArray();
        card.Receive(address, MaxFrame); // expect: XDMA1006
        return frame;
    }

    /// <summary>The next frame gets a mapping of its own, when somebody asks for it.</summary>
    public byte[]? ReceiveMended(GuestBuffer buffer)
    {
        DmaAddr address = nic.MapSingle(buffer, MaxFrame, DmaDirection.FromDevice);
        if (nic.MappingError(address)) return null;
        card.Receive(address, MaxFrame);
        if (!card.Wait()) card.Stop();
        nic.UnmapSingle(address, MaxFrame, DmaDirection.FromDevice);
        return buffer.Span[..MaxFrame].ToArray();
    }
}
