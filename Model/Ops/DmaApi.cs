using System;

namespace XenDma;

/// <summary>The kernel's dma_* calls, as a driver sees them. Each goes to the ops that serve the device.</summary>
/// <remarks>include/linux/dma-mapping.h, Linux 4.18.</remarks>
public static partial class DmaApi
{
    /// <summary>Tells the highest bus address of streaming mappings (dma_set_mask).</summary>
    /// <returns>false where the mask is not supported; then nothing has changed.</returns>
    public static bool SetMask(this Device device, ulong mask)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!device.Ops.DmaSupported(device, mask)) return false;
        device.DmaMask = mask;
        return true;
    }

    /// <summary>Tells the highest bus address of coherent memory (dma_set_coherent_mask).</summary>
    /// <returns>false where the mask is not supported; then nothing has changed.</returns>
    public static bool SetCoherentMask(this Device device, ulong mask)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!device.Ops.DmaSupported(device, mask)) return false;
        device.CoherentDmaMask = mask;
        return true;
    }

    /// <summary>Tells both masks (dma_set_mask_and_coherent).</summary>
    /// <returns>false where the mask is not supported; then nothing has changed.</returns>
    public static bool SetMaskAndCoherent(this Device device, ulong mask) => device.SetMask(mask) && device.SetCoherentMask(mask);

    /// <summary>Tells the boundary that no bounced mapping may cross (dma_set_seg_boundary).</summary>
    /// <param name="device">The device.</param>
    /// <param name="mask">A power of two minus one; 0 = none.</param>
    public static void SetSegmentBoundary(this Device device, ulong mask)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.SegmentBoundaryMask = mask;
    }

    /// <summary>Tells the low address bits that bouncing must keep (dma_set_min_align_mask).</summary>
    /// <param name="device">The device.</param>
    /// <param name="mask">A power of two minus one; 0 = none.</param>
    public static void SetMinAlignMask(this Device device, ulong mask)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.MinAlignMask = mask;
    }

    /// <summary>The largest mapping in bytes that can be relied on (dma_max_mapping_size); all ones where the ops set no limit.</summary>
    public static ulong MaxMappingSize(this Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Ops is IPoolInspection pool ? pool.MaxMappingSize(device) : ulong.MaxValue;
    }

    /// <summary>Whether an address stands for a failed mapping (dma_mapping_error).</summary>
    [DmaContract(DmaRole.MappingError)]
    public static bool MappingError(this Device device, DmaAddr address)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Ops.MappingError(device, address);
    }

    /// <summary>Breach of contract where the direction is none of the three (valid_dma_direction).</summary>
    private static void RequireDirection(DmaDirection direction)
    {
        if (direction is not (DmaDirection.Bidirectional or DmaDirection.ToDevice or DmaDirection.FromDevice))
            throw new KernelBugException($"direction {direction} given to a DMA call");
    }
}
