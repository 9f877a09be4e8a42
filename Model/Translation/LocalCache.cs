using XenDma.Machines;

namespace XenDma.Translation;

/// <summary>The cache work for memory of this domain (arch_sync_dma_for_device, arch_sync_dma_for_cpu).</summary>
internal static class LocalCache
{
    /// <summary>Writes the CPU's lines back for the device, or drops them; for the CPU drops them where the device wrote.</summary>
    internal static void Maintain(GuestMemory memory, PhysAddr phys, ulong size, CacheTurn turn, bool cleans, bool receives)
    {
        if (turn == CacheTurn.ToDevice && cleans) memory.CleanCache(phys, size);
        else if (turn == CacheTurn.ToDevice || receives) memory.InvalidateCache(phys, size);
    }
}
