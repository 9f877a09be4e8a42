namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A probe that allocates its descriptor ring before it asks whether the card's firmware runs.</summary>
public sealed class CoherentLeak(Device nic, ICard card)
{
    private const int RingBytes = 4096;

    /// <summary>Each probe of a card without firmware keeps a ring.</summary>
    public bool Probe()
    {
        GuestBuffer? ring = nic.AllocCoherent(RingBytes, out DmaAddr bus); // expect: XDMA1007
        if (ring is null) return false;
        if (!card.IsReady) return false;
        ring.Fill(0);
        card.KeepStatusAt(bus, RingBytes);
        if (!card.Wait()) card.Stop();
        nic.FreeCoherent(RingBytes, ring, bus);
        return true;
    }

    /// <summary>What was allocated is freed on each way out.</summary>
    public bool ProbeMended()
    {
        GuestBuffer? ring = nic.AllocCoherent(RingBytes, out DmaAddr bus);
        if (ring is null) return false;
        bool isUp = card.IsReady;
        if (isUp)
        {
            ring.Fill(0);
            card.KeepStatusAt(bus, RingBytes);
            if (!card.Wait()) card.Stop();
        }

        nic.FreeCoherent(RingBytes, ring, bus);
        return isUp;
    }
}
