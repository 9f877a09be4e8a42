namespace XenDma.Samples.Simulation;

/// <summary>The guest's pages, short at times.</summary>
internal sealed class FaultyPages(XenGuest guest, Faults faults) : IPageSource
{
    public GuestBuffer? TryAlloc(int order) => faults.Strikes() ? null : guest.AllocPages(order);

    public void Free(GuestBuffer pages) => guest.FreePages(pages);
}
