using System;
using System.Collections.Generic;

namespace XenDma.Samples.Broken;

/// <summary>Ops that join the entries of a list that follow each other on the bus, as an IOMMU's do (__finalise_sg in drivers/iommu/dma-iommu.c,
/// Linux 6.1): MapSg returns fewer entries than it was given, and the others carry the error address. Xen's own never join any.</summary>
/// <remarks>What the ops within set is kept for as long as the list is mapped, since their other calls want it back.</remarks>
public sealed class MergingOps(IDmaOps inner) : PassThroughOps(inner)
{
    private readonly Dictionary<ScatterList, (DmaAddr Address, int Length)[]> _mapped = [];

    /// <inheritdoc/>
    public override int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        int entries = base.MapSg(device, list, count, direction, attrs);
        if (entries <= 0) return entries;
        _mapped[list] = Entries(list, entries);
        return Join(list, _mapped[list]);
    }

    /// <inheritdoc/>
    public override void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        AsMapped(list, () => base.UnmapSg(device, list, count, direction, attrs));
        _mapped.Remove(list);
    }

    /// <inheritdoc/>
    public override void SyncSgForCpu(Device device, ScatterList list, int count, DmaDirection direction) =>
        AsMapped(list, () => base.SyncSgForCpu(device, list, count, direction));

    /// <inheritdoc/>
    public override void SyncSgForDevice(Device device, ScatterList list, int count, DmaDirection direction) =>
        AsMapped(list, () => base.SyncSgForDevice(device, list, count, direction));

    private static (DmaAddr Address, int Length)[] Entries(ScatterList list, int count)
    {
        var entries = new (DmaAddr, int)[count];
        for (int i = 0; i < count; i++) entries[i] = (list.DmaAddressAt(i), list.DmaLengthAt(i));
        return entries;
    }

    /// <returns>The number of entries that are left.</returns>
    private static int Join(ScatterList list, (DmaAddr Address, int Length)[] entries)
    {
        int last = -1;
        (DmaAddr Address, int Length) joined = default;
        foreach ((DmaAddr address, int length) in entries)
        {
            if (last >= 0 && joined.Address + (ulong)joined.Length == address) joined.Length += length;
            else (last, joined) = (last + 1, (address, length));
            list.SetDma(last, joined.Address, joined.Length);
        }

        for (int i = last + 1; i < entries.Length; i++) list.SetDma(i, DmaAddr.MappingError, 0);
        return last + 1;
    }

    private void AsMapped(ScatterList list, Action call)
    {
        if (_mapped.TryGetValue(list, out var entries))
        {
            for (int i = 0; i < entries.Length; i++) list.SetDma(i, entries[i].Address, entries[i].Length);
        }

        call();
        if (entries is not null) Join(list, entries);
    }
}
