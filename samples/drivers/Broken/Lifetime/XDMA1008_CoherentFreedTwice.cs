namespace XenDma.Samples.Broken.Lifetime;

/// <summary>A self-test whose failure frees the status block, as its end does.</summary>
public sealed class CoherentFreedTwice(Device nic, ICard card)
{
    private const int StatusBytes = 256;

    /// <summary>A card that does not answer has its status block freed twice.</summary>
    public bool SelfTest()
    {
        GuestBuffer? status = nic.AllocCoherent(StatusBytes, out DmaAddr bus);
        if (status is null) return false;
        card.KeepStatusAt(bus, StatusBytes);
        bool isAlive = card.Wait();
        if (!isAlive)
        {
            card.Stop();
            nic.FreeCoherent(StatusBytes, status, bus);
        }

        nic.FreeCoherent(StatusBytes, status, bus); // expect: XDMA1008
        return isAlive;
    }

    /// <summary>The failure stops the card, the end frees.</summary>
    public bool SelfTestMended()
    {
        GuestBuffer? status = nic.AllocCoherent(StatusBytes, out DmaAddr bus);
        if (status is null) return false;
        card.KeepStatusAt(bus, StatusBytes);
        bool isAlive = card.Wait();
        if (!isAlive) card.Stop();
        nic.FreeCoherent(StatusBytes, status, bus);
        return isAlive;
    }
}
