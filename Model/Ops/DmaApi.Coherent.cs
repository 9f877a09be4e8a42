using System;

namespace XenDma;

public static partial class DmaApi
{
    /// <summary>Allocates zeroed memory that the CPU and the device see alike (dma_alloc_coherent).</summary>
    /// <param name="device">The device.</param>
    /// <param name="size">The bytes wanted.</param>
    /// <param name="handle">The bus address of the first byte; without meaning on failure.</param>
    /// <param name="attrs">Attributes.</param>
    /// <returns>null = out of memory, or no frames that the device can reach.</returns>
    [DmaContract(DmaRole.Alloc)]
    public static GuestBuffer? AllocCoherent(this Device device, int size, out DmaAddr handle, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return device.Ops.Alloc(device, (ulong)size, out handle, attrs);
    }

    /// <summary>Frees coherent memory (dma_free_coherent): size, buffer and handle are those of the allocation.</summary>
    [DmaContract(DmaRole.Free)]
    public static void FreeCoherent(this Device device, int size, GuestBuffer buffer, DmaAddr handle, DmaAttrs attrs = DmaAttrs.None)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        device.Ops.Free(device, (ulong)size, buffer, handle, attrs);
    }
}
