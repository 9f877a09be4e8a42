using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Makes the pool, and changes places of two of its machine frames.</summary>
internal sealed class PoolWithATornSegment : DelegatingOps
{
    public PoolWithATornSegment(Machine machine, PoolOptions options)
        : base(machine, options, Semantics.Contract)
    {
        if (!TryGetPoolRange(out PhysAddr start, out _)) return;
        ulong pfn = start.Pfn.Value, first = machine.P2M.Take(pfn), second = machine.P2M.Take(pfn + 1);
        machine.P2M.Put(pfn, second);
        machine.P2M.Put(pfn + 1, first);
    }
}

/// <summary>Has the pool's frames exchanged for any, however high.</summary>
internal sealed class PoolAbove32Bits : DelegatingOps
{
    private const ulong HighMfn = 0x3000000;

    public PoolAbove32Bits(Machine machine, PoolOptions options)
        : base(machine, options, Semantics.Contract)
    {
        if (!TryGetPoolRange(out PhysAddr start, out PhysAddr end)) return;
        for (ulong pfn = start.Pfn.Value; pfn < end.Pfn.Value; pfn++)
        {
            machine.P2M.Take(pfn);
            machine.P2M.Put(pfn, HighMfn + pfn);
        }
    }
}

/// <summary>Gives the pool's block back, and goes on with it.</summary>
internal sealed class PoolOfFreeFrames : DelegatingOps
{
    public PoolOfFreeFrames(Machine machine, PoolOptions options)
        : base(machine, options, Semantics.Contract)
    {
        if (!TryGetPoolRange(out PhysAddr start, out PhysAddr end)) return;
        for (ulong pfn = start.Pfn.Value; pfn < end.Pfn.Value; pfn++) machine.Pages.Free(pfn, 0);
    }
}

/// <summary>Takes the number of slots for one of kilobytes.</summary>
internal sealed class PoolOfHalfTheSize(Machine machine, PoolOptions options)
    : DelegatingOps(machine, options with { Slabs = options.Slabs / 2 }, Semantics.Contract);

/// <summary>Keeps a page of what a failed init has allocated.</summary>
internal sealed class FailedInitKeepsAPage : DelegatingOps
{
    public FailedInitKeepsAPage(Machine machine, PoolOptions options)
        : base(WithAPageLess(machine), options, Semantics.Contract) => machine.Pages.Free(Last(machine), 0);

    private static Machine WithAPageLess(Machine machine)
    {
        ulong last = Last(machine);
        machine.Pages.Allocate(0, new FrameRange(last, 1));
        return machine;
    }

    private static ulong Last(Machine machine) => machine.Layout.Free[^1].End - 1;
}

/// <summary>Tells of a largest mapping of a whole segment, and gives no more than the half of one.</summary>
internal sealed class LargestMappingOverstated(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (size <= IoTlb.SegmentSize / 2 || !IsBounced(mapped, page, offset)) return mapped;
        base.UnmapPage(device, mapped, size, direction, DmaAttrs.SkipCpuSync);
        return DmaAddr.MappingError;
    }
}

/// <summary>Calls a pool full of which half is in use.</summary>
internal sealed class FullAtTheHalf(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        ulong before = SlotsInUse;
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        bool isFull = TryGetPoolRange(out PhysAddr start, out PhysAddr end) && before >= (end.Value - start.Value) >> (IoTlb.SlotShift + 1);
        if (!isFull || !IsBounced(mapped, page, offset)) return mapped;
        base.UnmapPage(device, mapped, size, direction, DmaAttrs.SkipCpuSync);
        return DmaAddr.MappingError;
    }
}

/// <summary>Takes a slot too few for a mapping that reaches a single byte into its last.</summary>
internal sealed class SlotsOneShort(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (size < 2 || !IsBounced(mapped, page, offset) || ((mapped.Value + size) & IoTlb.SlotOffsetMask) != 1) return mapped;
        base.UnmapPage(device, mapped, size, direction, DmaAttrs.SkipCpuSync);
        return base.MapPage(device, page, offset, size - 1, direction, attrs);
    }
}

/// <summary>Counts the mappings that are live, not their slots.</summary>
internal sealed class CountsMappingsForSlots(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private ulong _bounced;

    public override ulong SlotsInUse => _bounced;

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (IsBounced(mapped, page, offset)) _bounced++;
        return mapped;
    }

    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        ulong before = Inner.SlotsInUse;
        base.UnmapPage(device, address, size, direction, attrs);
        if (Inner.SlotsInUse < before) _bounced--;
    }
}

/// <summary>Counts a slot for each mapping, direct ones as well.</summary>
internal sealed class CountsDirectMappings(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private ulong _direct;

    public override ulong SlotsInUse => Inner.SlotsInUse + _direct;

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (mapped == Translation.PhysToBus(Start(page, offset))) _direct++;
        return mapped;
    }
}

/// <summary>Answers dma_supported, and keeps a page for each question.</summary>
internal sealed class QuestionKeepsAPage(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override bool DmaSupported(Device device, ulong mask)
    {
        Machine.Pages.Allocate(0);
        return base.DmaSupported(device, mask);
    }
}

/// <summary>Supports no mask.</summary>
internal sealed class SupportsNothing(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override bool DmaSupported(Device device, ulong mask) => false;
}

/// <summary>Supports every mask.</summary>
internal sealed class SupportsEverything(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override bool DmaSupported(Device device, ulong mask) => true;
}
