using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Forgets range_straddles_page_boundary: whatever the device reaches at its first frame is mapped directly.</summary>
internal sealed class NoStraddleCheck(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr bus = Translation.PhysToBus(Start(page, offset));
        bool direct = direction != DmaDirection.None && !Options.Force && bus.Value <= device.DmaMask && size - 1 <= device.DmaMask - bus.Value;
        return direct ? bus : base.MapPage(device, page, offset, size, direction, attrs);
    }
}

/// <summary>Judges contiguity without the last byte, which may be the only one of its frame.</summary>
internal sealed class StraddleTestForgetsTheLastByte(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        PhysAddr phys = Start(page, offset);
        DmaAddr bus = Translation.PhysToBus(phys);
        bool direct = size > 1 && direction != DmaDirection.None && !Options.Force && bus.Value <= device.DmaMask && size - 1 <= device.DmaMask - bus.Value
            && !Translation.Straddles(phys, size - 1);
        return direct ? bus : base.MapPage(device, page, offset, size, direction, attrs);
    }
}

/// <summary>Keeps the address bits that the device asks for within a page, and no others.</summary>
internal sealed class KeepsBitsOfAPageOnly(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        var traits = new DeviceTraits { DmaMask = device.DmaMask, SegmentBoundaryMask = device.SegmentBoundaryMask, MinAlignMask = device.MinAlignMask & XenPage.OffsetMask };
        return base.MapPage(new Device(device.Name, traits), page, offset, size, direction, attrs);
    }
}

/// <summary>Compares a mapping's first byte with the mask, in place of its last.</summary>
internal sealed class MaskAgainstFirstByte(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        PhysAddr phys = Start(page, offset);
        DmaAddr bus = Translation.PhysToBus(phys);
        bool direct = direction != DmaDirection.None && !Options.Force && bus.Value <= device.DmaMask && !Translation.Straddles(phys, size);
        return direct ? bus : base.MapPage(device, page, offset, size, direction, attrs);
    }
}

/// <summary>Says 0 for a failure, as x86 did until 4.15: bus address 0 is then no address any more.</summary>
internal sealed class ErrorIsZero(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        return mapped == DmaAddr.MappingError ? default : mapped;
    }

    public override bool MappingError(Device device, DmaAddr address) => address == default;
}

/// <summary>Takes a mask one too low: a mapping that ends at the mask itself is bounced without need.</summary>
internal sealed class MaskIsExclusive(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr bus = Translation.PhysToBus(Start(page, offset));
        bool atMask = direction != DmaDirection.None && bus.Value + size - 1 == device.DmaMask;
        return atMask ? DmaAddr.MappingError : base.MapPage(device, page, offset, size, direction, attrs);
    }
}

/// <summary>Never copies back to the CPU on a sync.</summary>
internal sealed class SyncForCpuDoesNothing(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (direction == DmaDirection.None) base.SyncSingleForCpu(device, address, size, direction);
    }
}

/// <summary>Forgets to give slots back.</summary>
internal sealed class UnmapLeaksSlots(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (direction == DmaDirection.None) base.UnmapPage(device, address, size, direction, attrs);
        else if ((attrs & DmaAttrs.SkipCpuSync) == 0) Inner.SyncSingleForCpu(device, address, size, direction);
    }
}
