namespace XenDma.Samples.Simulation;

/// <summary>Where a driver's pages come from.</summary>
public interface IPageSource
{
    /// <summary>Takes pages (alloc_pages).</summary>
    /// <param name="order">log2 of the number of pages of 4 KiB.</param>
    /// <returns>null = no such block is free.</returns>
    GuestBuffer? TryAlloc(int order);

    /// <summary>Gives pages back, whole (free_pages).</summary>
    void Free(GuestBuffer pages);
}
