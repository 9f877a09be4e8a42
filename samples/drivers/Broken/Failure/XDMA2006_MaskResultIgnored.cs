namespace XenDma.Samples.Broken.Failure;

/// <summary>A sound card with 24 address lines.</summary>
public sealed class MaskResultIgnored(Device sound, ICard card)
{
    private const ulong Reach = 0xffffff;

    /// <summary>The pool lies beyond the card's reach, so the mask is refused and the old one of 32 bits stays: the card cuts the address.</summary>
    public bool Play(GuestBuffer samples, int length)
    {
        sound.SetMaskAndCoherent(Reach); // expect: XDMA2006
        DmaAddr address = sound.MapSingle(samples, length, DmaDirection.ToDevice);
        if (sound.MappingError(address)) return false;
        card.Send(address, length);
        bool isPlayed = card.Wait();
        if (!isPlayed) card.Stop();
        sound.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isPlayed;
    }

    /// <summary>A card that cannot be served is not driven.</summary>
    public bool PlayMended(GuestBuffer samples, int length)
    {
        if (!sound.SetMaskAndCoherent(Reach)) return false;
        DmaAddr address = sound.MapSingle(samples, length, DmaDirection.ToDevice);
        if (sound.MappingError(address)) return false;
        card.Send(address, length);
        bool isPlayed = card.Wait();
        if (!isPlayed) card.Stop();
        sound.UnmapSingle(address, length, DmaDirection.ToDevice);
        return isPlayed;
    }
}
