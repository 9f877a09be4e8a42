namespace XenDma.Samples.Broken.Ownership;

/// <summary>A sound driver that takes a period back when it was played.</summary>
public sealed class SyncAgainstDirection(Device sound, ICard card)
{
    private const int PeriodBytes = 1920;

    /// <summary>The card only read the samples: there is nothing to hand to the CPU.</summary>
    public bool Play(GuestBuffer samples)
    {
        DmaAddr address = sound.MapSingle(samples, PeriodBytes, DmaDirection.ToDevice);
        if (sound.MappingError(address)) return false;
        card.Send(address, PeriodBytes);
        bool isPlayed = card.Wait();
        if (!isPlayed) card.Stop();
        sound.SyncSingleForCpu(address, PeriodBytes, DmaDirection.ToDevice); // expect: XDMA4004
        sound.UnmapSingle(address, PeriodBytes, DmaDirection.ToDevice);
        return isPlayed;
    }

    /// <summary>No sync.</summary>
    public bool PlayMended(GuestBuffer samples)
    {
        DmaAddr address = sound.MapSingle(samples, PeriodBytes, DmaDirection.ToDevice);
        if (sound.MappingError(address)) return false;
        card.Send(address, PeriodBytes);
        bool isPlayed = card.Wait();
        if (!isPlayed) card.Stop();
        sound.UnmapSingle(address, PeriodBytes, DmaDirection.ToDevice);
        return isPlayed;
    }
}
