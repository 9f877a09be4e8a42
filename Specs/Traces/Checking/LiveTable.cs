using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;

namespace XenDma.Specs.Traces.Checking;

/// <summary>The mappings that are live: found by device and bus address, by slot, and by the memory that a device may write.</summary>
internal sealed class LiveTable
{
    /// <summary>The most pages by which one mapping is found; larger ones, which are few, are looked at one by one.</summary>
    private const ulong MaxPages = 1 << 8;

    private readonly Dictionary<(string Device, ulong Page), List<TraceMapping>> _byPage = [];
    private readonly Dictionary<ulong, TraceMapping> _bySlot = [];
    private readonly Dictionary<ulong, List<TraceMapping>> _written = [];
    private readonly HashSet<TraceMapping> _all = [];
    private readonly List<TraceMapping> _large = [];

    /// <summary>All of them.</summary>
    internal IEnumerable<TraceMapping> All => _all;

    internal int Count => _all.Count;

    internal void Add(TraceMapping mapping)
    {
        _all.Add(mapping);
        if (IsLarge(mapping))
        {
            _large.Add(mapping);
            return;
        }

        foreach (ulong page in Pages(mapping.Dma, mapping.Size)) AddTo(_byPage, (mapping.Device, page), mapping);
        if (IsWritten(mapping) && mapping.Phys is { } phys)
        {
            foreach (ulong page in Pages(phys, mapping.Size)) AddTo(_written, page, mapping);
        }
    }

    internal void Remove(TraceMapping mapping)
    {
        if (!_all.Remove(mapping)) return;
        mapping.IsLive = false;
        foreach (ulong slot in Slots(mapping))
        {
            if (_bySlot.GetValueOrDefault(slot) == mapping) _bySlot.Remove(slot);
        }

        if (IsLarge(mapping))
        {
            _large.Remove(mapping);
            return;
        }

        foreach (ulong page in Pages(mapping.Dma, mapping.Size)) RemoveFrom(_byPage, (mapping.Device, page), mapping);
        if (IsWritten(mapping) && mapping.Phys is { } phys)
        {
            foreach (ulong page in Pages(phys, mapping.Size)) RemoveFrom(_written, page, mapping);
        }
    }

    /// <summary>Takes the slots of a bounced mapping, by their bus addresses; they belong to it from now on.</summary>
    /// <returns>Another live mapping that has one of them, or null.</returns>
    internal TraceMapping? TakeSlots(TraceMapping mapping)
    {
        TraceMapping? other = null;
        foreach (ulong slot in Slots(mapping))
        {
            if (_bySlot.TryGetValue(slot, out TraceMapping? holder) && holder != mapping) other ??= holder;
            _bySlot[slot] = mapping;
        }

        return other;
    }

    /// <summary>The mappings of a device that begin at an address.</summary>
    internal IEnumerable<TraceMapping> At(string device, ulong dma) => Near(device, dma).Where(mapping => mapping.Dma == dma);

    /// <summary>The mappings of a device that hold an address.</summary>
    internal IEnumerable<TraceMapping> Around(string device, ulong dma) =>
        Near(device, dma).Where(mapping => mapping.Dma <= dma && (dma - mapping.Dma < mapping.Size || mapping.Dma == dma));

    /// <summary>The mapping that holds a slot's bus address.</summary>
    internal TraceMapping? HolderOf(ulong busOfSlot) => _bySlot.GetValueOrDefault(busOfSlot >> IoTlb.SlotShift);

    /// <summary>Another mapping that a device may write and that shares bytes with one.</summary>
    internal TraceMapping? WrittenOver(TraceMapping mapping)
    {
        if (!IsWritten(mapping) || mapping.Phys is not { } phys || IsLarge(mapping)) return null;
        foreach (ulong page in Pages(phys, mapping.Size))
        {
            if (!_written.TryGetValue(page, out List<TraceMapping>? here)) continue;
            foreach (TraceMapping other in here)
            {
                if (other != mapping && other.Phys < phys + mapping.Size && phys < other.Phys + other.Size) return other;
            }
        }

        return null;
    }

    private IEnumerable<TraceMapping> Near(string device, ulong dma)
    {
        IEnumerable<TraceMapping> here = _byPage.TryGetValue((device, dma >> XenPage.Shift), out List<TraceMapping>? small) ? small : [];
        return _large.Count == 0 ? here : here.Concat(_large.Where(mapping => mapping.Device == device));
    }

    private static bool IsLarge(TraceMapping mapping) => mapping.Size >= (MaxPages - 1) << XenPage.Shift;

    private static bool IsWritten(TraceMapping mapping) =>
        mapping.Kind != Debugging.MappingKind.Coherent && mapping.Direction != DmaDirection.ToDevice && (mapping.Attrs & (ulong)DmaAttrs.SkipCpuSync) == 0;

    private static IEnumerable<ulong> Slots(TraceMapping mapping)
    {
        if (mapping.IsBounced != true) yield break;
        ulong before = mapping.Dma & mapping.MinAlignMask & IoTlb.SlotOffsetMask, first = mapping.Dma - before;
        ulong count = System.Math.Min(IoTlb.SlotsFor(mapping.Size + before), IoTlb.SegmentSlots);
        for (ulong i = 0; i < count; i++) yield return (first >> IoTlb.SlotShift) + i;
    }

    private static IEnumerable<ulong> Pages(ulong address, ulong size)
    {
        ulong first = address >> XenPage.Shift, last = unchecked(address + (size == 0 ? 0 : size - 1)) >> XenPage.Shift;
        if (last < first) last = first;
        for (ulong page = first; page <= last && page - first < MaxPages; page++) yield return page;
    }

    private static void AddTo<T>(Dictionary<T, List<TraceMapping>> index, T key, TraceMapping mapping)
        where T : notnull
    {
        if (!index.TryGetValue(key, out List<TraceMapping>? here)) index[key] = here = new List<TraceMapping>(1);
        here.Add(mapping);
    }

    private static void RemoveFrom<T>(Dictionary<T, List<TraceMapping>> index, T key, TraceMapping mapping)
        where T : notnull
    {
        if (!index.TryGetValue(key, out List<TraceMapping>? here)) return;
        here.Remove(mapping);
        if (here.Count == 0) index.Remove(key);
    }
}
