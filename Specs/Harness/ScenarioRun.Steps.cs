using System;
using System.Collections.Immutable;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

public sealed partial class ScenarioRun
{
    private static readonly Done Returns = new();

    private IDmaOps Running => Ops ?? throw new MachineFaultException("no init has succeeded");

    private StepResult Run(Step step, int index) => step.Kind switch
    {
        StepKinds.Init => Init(index),
        StepKinds.MapPage => MapPage((MapPageStep)step, index),
        StepKinds.UnmapPage => UnmapPage((UnmapPageStep)step),
        StepKinds.SyncSingle => SyncSingle((SyncSingleStep)step),
        StepKinds.MapSg => MapSg((MapSgStep)step, index),
        StepKinds.UnmapSg => UnmapSg((UnmapSgStep)step),
        StepKinds.SyncSg => SyncSg((SyncSgStep)step),
        StepKinds.Alloc => Alloc((AllocStep)step, index),
        StepKinds.Free => Free((FreeStep)step),
        StepKinds.DmaSupported when step is DmaSupportedStep asked => new Supported(Running.DmaSupported(DeviceOf(asked.Device)!, asked.Mask)),
        StepKinds.MappingError when step is MappingErrorStep asked => new IsMappingError(Running.MappingError(DeviceOf(asked.Device)!, Dma(asked.Dma))),
        StepKinds.Mmap => Mmap((MmapStep)step),
        StepKinds.GetSgTable => GetSgTable((GetSgTableStep)step),
        StepKinds.P2m => P2m((P2mStep)step),
        StepKinds.SlotsInUse => Running is IPoolInspection pool ? new SlotCount(pool.SlotsInUse) : new NotRun(),
        StepKinds.CpuFill => CpuFill((CpuFillStep)step),
        StepKinds.CpuSum when step is CpuSumStep sum => new Sum(CpuSum(Phys(sum.Phys), sum.Size)),
        StepKinds.DeviceFill => DeviceFill((DeviceFillStep)step),
        StepKinds.DeviceSum => DeviceSum((DeviceSumStep)step),
        _ => throw new NotSupportedException($"a step of type {step.GetType().Name} cannot be run"),
    };

    private StepResult Init(int index)
    {
        try
        {
            Ops = _implementation.Create(Machine, Scenario.Machine);
        }
        catch (PoolInitException failure)
        {
            IsDead = true;
            return new Failed(failure.Rc);
        }

        if (Pool is not { } pool || !pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end)) return new PoolMade(0, 0, 0);
        _returned[index].Phys = start.Value;
        return new PoolMade((end.Value - start.Value) >> Bouncing.IoTlb.SlotShift, start.Value, end.Value);
    }

    private StepResult MapPage(MapPageStep map, int index)
    {
        Device device = DeviceOf(map.Device)!;
        Pfn pfn = Frame(map.Pfn);
        ref Returned returned = ref _returned[index];
        returned.Phys = (pfn.Address + map.Offset).Value;
        DmaAddr address = Running.MapPage(device, new Page(pfn), map.Offset, map.Size, map.Direction, map.Attrs);
        returned.Dma = address.Value;
        returned.IsDead = Running.MappingError(device, address);
        return returned.IsDead ? new NotMapped() : new Mapped(address.Value);
    }

    private Done UnmapPage(UnmapPageStep unmap)
    {
        Running.UnmapPage(DeviceOf(unmap.Device)!, Dma(unmap.Dma), unmap.Size, unmap.Direction, unmap.Attrs);
        return Returns;
    }

    private Done SyncSingle(SyncSingleStep sync)
    {
        Device device = DeviceOf(sync.Device)!;
        if (sync.ForCpu) Running.SyncSingleForCpu(device, Dma(sync.Dma), sync.Size, sync.Direction);
        else Running.SyncSingleForDevice(device, Dma(sync.Dma), sync.Size, sync.Direction);
        return Returns;
    }

    private ListMapped MapSg(MapSgStep map, int index)
    {
        var list = new ScatterList(map.Segments.Length);
        foreach (ListEntry entry in map.Segments)
            list.Add(Machine.Memory.Buffer(Phys(entry.Phys), checked((int)entry.Length)));
        _returned[index].List = list;
        int count = Running.MapSg(DeviceOf(map.Device)!, list, list.Count, map.Direction, map.Attrs);
        _returned[index].IsDead = count <= 0;
        if (count > list.Count) throw new NonsenseException($"map_sg of {list.Count} entries returned {count}");
        var segments = ImmutableArray.CreateBuilder<MappedSegment>(Math.Max(0, count));
        for (int i = 0; i < count; i++) segments.Add(new MappedSegment(list.DmaAddressAt(i).Value, (ulong)list.DmaLengthAt(i)));
        return new ListMapped(segments.MoveToImmutable());
    }

    private Done UnmapSg(UnmapSgStep unmap)
    {
        ScatterList list = ListOf(unmap.Map);
        Running.UnmapSg(DeviceOf(unmap.Device)!, list, list.Count, unmap.Direction, unmap.Attrs);
        return Returns;
    }

    private Done SyncSg(SyncSgStep sync)
    {
        Device device = DeviceOf(sync.Device)!;
        ScatterList list = ListOf(sync.Map);
        if (sync.ForCpu) Running.SyncSgForCpu(device, list, list.Count, sync.Direction);
        else Running.SyncSgForDevice(device, list, list.Count, sync.Direction);
        return Returns;
    }

    private StepResult Alloc(AllocStep alloc, int index)
    {
        GuestBuffer? buffer = Running.Alloc(DeviceOf(alloc.Device), alloc.Size, out DmaAddr handle, alloc.Attrs);
        ref Returned returned = ref _returned[index];
        returned.IsDead = buffer is null;
        if (buffer is null) return new NotAllocated();
        returned.Phys = buffer.Address.Value;
        returned.Dma = handle.Value;
        if (DeviceOf(alloc.Device) is { IsCoherent: false }) Machine.Memory.SetUncached(buffer.Address, alloc.Size, uncached: true);
        return new Allocated(returned.Phys, returned.Dma);
    }

    private Done Free(FreeStep free)
    {
        GuestBuffer buffer = Machine.Memory.Buffer(Phys(free.Phys), checked((int)free.Size));
        if (DeviceOf(free.Device) is { IsCoherent: false }) Machine.Memory.SetUncached(buffer.Address, free.Size, uncached: false);
        Running.Free(DeviceOf(free.Device), free.Size, buffer, Dma(free.Dma), free.Attrs);
        return Returns;
    }

    private StepResult Mmap(MmapStep map)
    {
        ulong pages = (map.Size + Machine.PageSize - 1) >> Machine.PageShift;
        var mapping = new UserMapping(0, pages);
        GuestBuffer buffer = Machine.Memory.Buffer(Phys(map.Phys), checked((int)map.Size));
        int rc = Running.Mmap(DeviceOf(map.Device)!, mapping, buffer, Dma(map.Dma), map.Size, DmaAttrs.None);
        return rc == 0 ? new GuestFrames([.. System.Linq.Enumerable.Select(mapping.Frames, static frame => frame.Value)]) : new Failed(rc);
    }

    private StepResult GetSgTable(GetSgTableStep step)
    {
        var table = new ScatterList(1);
        GuestBuffer buffer = Machine.Memory.Buffer(Phys(step.Phys), checked((int)step.Size));
        int rc = Running.GetSgTable(DeviceOf(step.Device)!, table, buffer, Dma(step.Dma), step.Size, DmaAttrs.None);
        if (rc < 0) return new Failed(rc);
        var segments = ImmutableArray.CreateBuilder<TableSegment>(table.Count);
        for (int i = 0; i < table.Count; i++) segments.Add(new TableSegment(table.BufferAt(i).Address.Value, (ulong)table.BufferAt(i).Length));
        return new SgTable(segments.MoveToImmutable());
    }

    private MachineFrames P2m(P2mStep p2m)
    {
        ulong first = Frame(p2m.Pfn).Value;
        var frames = ImmutableArray.CreateBuilder<ulong?>();
        for (ulong i = 0; i < p2m.Count; i++)
        {
            ulong mfn = Machine.P2M.PfnToMfn(first + i);
            frames.Add(mfn == XenPage.NoFrame ? null : mfn);
        }

        return new MachineFrames(frames.ToImmutable());
    }
}
