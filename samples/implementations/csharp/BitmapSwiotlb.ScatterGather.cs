using System;

namespace XenDma.Samples;

public sealed partial class BitmapSwiotlb
{
    /// <inheritdoc/>
    /// <remarks>Entries are never merged. The list is written only once every entry is mapped; after failure it is as it was.</remarks>
    public int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, list.Count);
        var mapped = new DmaAddr[count];
        for (int i = 0; i < count; i++)
        {
            GuestBuffer buffer = list.BufferAt(i);
            mapped[i] = Map(device, buffer.Address, (ulong)buffer.Length, direction, attrs);
            if (mapped[i] != DmaAddr.MappingError) continue;
            foreach (DmaAddr address in mapped.AsSpan(0, i)) UnmapPage(device, address, 0, direction, DmaAttrs.SkipCpuSync);
            return Enomem;
        }

        for (int i = 0; i < count; i++) list.SetDma(i, mapped[i], list.BufferAt(i).Length);
        return count;
    }

    /// <inheritdoc/>
    public void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        for (int i = 0; i < count; i++) UnmapPage(device, list.DmaAddressAt(i), (ulong)list.DmaLengthAt(i), direction, attrs);
    }

    /// <inheritdoc/>
    public void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction)
    {
        RequireDirection(direction);
        for (int i = 0; i < count; i++) SyncSingleForCpu(device, list.DmaAddressAt(i), (ulong)list.DmaLengthAt(i), direction);
    }

    /// <inheritdoc/>
    public void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction)
    {
        RequireDirection(direction);
        for (int i = 0; i < count; i++) SyncSingleForDevice(device, list.DmaAddressAt(i), (ulong)list.DmaLengthAt(i), direction);
    }
}
