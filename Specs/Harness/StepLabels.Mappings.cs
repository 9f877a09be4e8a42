using System.Linq;
using XenDma.Bouncing;
using XenDma.Specs.Generation;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

internal sealed partial class StepLabels
{
    private void MapPage(int index, MapPageStep map, StepResult result)
    {
        Count(Labels.Of(map.Direction));
        if (result is Bug) Count(Labels.Refused);
        if (result is not (Mapped or NotMapped)) return;
        Pressure();
        PhysAddr phys = run.Frame(map.Pfn).Address + map.Offset;
        Range(map.Device, phys, map.Size);
        if ((map.Attrs & DmaAttrs.SkipCpuSync) != 0) Count(Labels.SkipOnMap);
        if (result is Mapped && !live.Of(index)[0].IsDirect && facts.HeldBefore.SlotsInUse == 0 && map.Size > IoTlb.SegmentSize / 2) Count(Labels.PoolRefilled);
        if (result is Mapped) Count(live.Of(index)[0].IsDirect ? Labels.PathDirect : Labels.PathBounced);
        else Fail(Labels.PathFailed, map.Device, [(phys, map.Size)]);
    }

    private void MapSg(int index, MapSgStep map, StepResult result)
    {
        Count(Labels.Of(map.Direction));
        if (result is Bug) Count(Labels.Refused);
        if (result is not ListMapped list) return;
        Pressure();
        Entries(map);
        if ((map.Attrs & DmaAttrs.SkipCpuSync) != 0) Count(Labels.SkipOnMap);
        if (list.Segments.Length == 0)
        {
            Fail(Labels.ListFailed, map.Device, [.. map.Segments.Select(entry => (run.Phys(entry.Phys), entry.Length))]);
            return;
        }

        bool anyDirect = false, anyBounced = false;
        foreach (Mapping mapping in live.Of(index))
        {
            anyDirect |= mapping.IsDirect;
            anyBounced |= !mapping.IsDirect;
        }

        Count(anyDirect && anyBounced ? Labels.ListMixed : anyDirect ? Labels.ListDirect : Labels.ListBounced);
    }

    private void Entries(MapSgStep map)
    {
        Count(map.Segments.Length switch
        {
            1 => Labels.EntriesOne,
            <= 4 => Labels.EntriesFew,
            _ => Labels.EntriesMany,
        });
        for (int i = 0; i < map.Segments.Length; i++)
        {
            PhysAddr phys = run.Phys(map.Segments[i].Phys);
            Range(map.Device, phys, map.Segments[i].Length);
            if (i == 0) continue;
            PhysAddr end = run.Phys(map.Segments[i - 1].Phys) + map.Segments[i - 1].Length;
            if (end == phys) Count(Labels.EntriesTouch);
            if ((end + ulong.MaxValue).Pfn == phys.Pfn) Count(Labels.EntriesShareFrame);
        }
    }

    private void Unmap(Step step, StepResult result)
    {
        if (result is Bug) Count(Labels.Refused);
        else if (step is UnmapPageStep { Attrs: var single } && (single & DmaAttrs.SkipCpuSync) != 0) Count(Labels.SkipOnUnmap);
        else if (step is UnmapSgStep { Attrs: var list } && (list & DmaAttrs.SkipCpuSync) != 0) Count(Labels.SkipOnUnmap);
    }

    private void Range(int? device, PhysAddr phys, ulong size)
    {
        if (RangeEnds(phys.Value + size) is { } ends) Count(ends);
        if (MaskEnds(run.DeviceOf(device)!, phys, size) is { } mask) Count(mask);
        ulong offset = phys.Value & XenPage.OffsetMask;
        if ((offset + size) % XenPage.Size == 0) Count(Labels.RangeEndsAtFrame);
        Count(offset + size > XenPage.Size ? Labels.RangeCrossesFrame : Labels.RangeWithinFrame);
        if (offset is > 0 and <= 64) Count(Labels.RangeJustBehindFrame);
    }

    private static string? RangeEnds(ulong end) => (end & IoTlb.SlotOffsetMask) switch
    {
        0 => Labels.RangeEndsAtSlot,
        1 => Labels.RangeEndsBehindSlot,
        IoTlb.SlotOffsetMask => Labels.RangeEndsBeforeSlot,
        _ => null,
    };

    private string? MaskEnds(Device device, PhysAddr phys, ulong size) =>
        unchecked(device.DmaMask - BusFacts.BusOf(Machine, phys + (size - 1)).Value) switch
        {
            0 => Labels.MaskMet,
            ulong.MaxValue => Labels.MaskMissed,
            _ => null,
        };

    private void Pressure()
    {
        if (run.Pool is not { } pool) return; // It does not tell of its pool.
        if (!pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end)) Count(Labels.PoolNone);
        else if (facts.HeldBefore.SlotsInUse == 0) Count(Labels.PoolEmpty);
        else if (facts.HeldBefore.SlotsInUse == (end.Value - start.Value) >> IoTlb.SlotShift) Count(Labels.PoolFull);
        else Count(facts.HeldBefore.SlotsInUse * 2 < (end.Value - start.Value) >> IoTlb.SlotShift ? Labels.PoolUnderHalf : Labels.PoolOverHalf);
    }

    private void Fail(string path, int? device, (PhysAddr Phys, ulong Size)[] ranges)
    {
        Count(path);
        if (run.Pool is not { } pool) return;
        if (!pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end)) Count(Labels.FailedNoPool);
        else if (ranges.Any(range => range.Size > IoTlb.SegmentSize)) Count(Labels.FailedTooLarge);
        else
        {
            BusFacts.AreSegmentsContiguous(Machine, start, end, out DmaAddr highest);
            Count(highest.Value <= run.DeviceOf(device)!.DmaMask ? Labels.FailedNoRoom : Labels.FailedOutOfReach);
        }
    }
}
