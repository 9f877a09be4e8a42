namespace XenDma.Samples.Broken.Agreement;

/// <summary>A ring with a status block behind its descriptors.</summary>
public sealed class FreeDiffers(Device nic, ICard card)
{
    private const int DescriptorBytes = 4096;
    private const int StatusBytes = 64;

    /// <summary>The status block, and the page that it is in, are not freed.</summary>
    public bool SelfTest()
    {
        GuestBuffer? ring = nic.AllocCoherent(DescriptorBytes + StatusBytes, out DmaAddr bus);
        if (ring is null) return false;
        card.KeepStatusAt(bus + DescriptorBytes, StatusBytes);
        bool isAlive = card.Wait();
        if (!isAlive) card.Stop();
        nic.FreeCoherent(DescriptorBytes, ring, bus); // expect: XDMA3010
        return isAlive;
    }

    /// <summary>As much is freed as was allocated.</summary>
    public bool SelfTestMended()
    {
        GuestBuffer? ring = nic.AllocCoherent(DescriptorBytes + StatusBytes, out DmaAddr bus);
        if (ring is null) return false;
        card.KeepStatusAt(bus + DescriptorBytes, StatusBytes);
        bool isAlive = card.Wait();
        if (!isAlive) card.Stop();
        nic.FreeCoherent(DescriptorBytes + StatusBytes, ring, bus);
        return isAlive;
    }
}
