using System.Collections.Generic;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Hands a guest address out where it must translate.</summary>
internal sealed class GuestAddressOnTheBus(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        return size <= 512 && mapped != DmaAddr.MappingError ? new DmaAddr(Start(page, offset).Value) : mapped;
    }
}

/// <summary>Keeps a guest page for each mapping that fails.</summary>
internal sealed class FailureKeepsAPage(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (mapped == DmaAddr.MappingError) Machine.Pages.Allocate(0);
        return mapped;
    }
}

/// <summary>Gives two small mappings the same slot.</summary>
internal sealed class SlotGivenTwice(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    private DmaAddr? _given;

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        bool bounced = mapped != DmaAddr.MappingError && mapped != Translation.PhysToBus(Start(page, offset));
        if (!bounced || size > IoTlb.SlotSize) return mapped;
        DmaAddr given = _given ?? mapped;
        _given = given;
        return given.Value + size - 1 <= device.DmaMask ? given : mapped;
    }
}

/// <summary>Asks the pool for slots without telling it of the device's boundary.</summary>
internal sealed class BoundaryIgnored(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        var plain = new Device(device.Name, new DeviceTraits { DmaMask = device.DmaMask, MinAlignMask = device.MinAlignMask });
        return base.MapPage(plain, page, offset, size, direction, attrs);
    }
}

/// <summary>Bounces whatever it is given.</summary>
internal sealed class AlwaysBounces(Machine machine, PoolOptions options) : DelegatingOps(machine, options with { Force = true });

/// <summary>Does not bounce where it is told to.</summary>
internal sealed class ForceIgnored(Machine machine, PoolOptions options) : DelegatingOps(machine, options with { Force = false });

/// <summary>Keeps what is mapped of a list that fails.</summary>
internal sealed class ListFailsHalfWay(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        for (int i = 0; i < count; i++)
        {
            GuestBuffer buffer = list.BufferAt(i);
            DmaAddr mapped = MapPage(device, new Page(buffer.Address.Pfn), buffer.Address.Value & XenPage.OffsetMask, (ulong)buffer.Length, direction, attrs);
            if (mapped == DmaAddr.MappingError) return 0;
            list.SetDma(i, mapped, buffer.Length);
        }

        return count;
    }
}

/// <summary>Forgets the copy to the device on a sync.</summary>
internal sealed class SyncForDeviceDoesNothing(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        if (direction == DmaDirection.None) base.SyncSingleForDevice(device, address, size, direction);
    }
}

/// <summary>Forgets the copy back when a list is unmapped.</summary>
internal sealed class ListUnmapSkipsTheSync(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void UnmapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs) =>
        base.UnmapSg(device, list, count, direction, attrs | DmaAttrs.SkipCpuSync);
}

/// <summary>Copies a byte too much back.</summary>
internal sealed class UnmapWritesBeyond(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    private readonly Dictionary<ulong, PhysAddr> _ends = [];

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (mapped != DmaAddr.MappingError) _ends[mapped.Value] = Start(page, offset) + size;
        return mapped;
    }

    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        base.UnmapPage(device, address, size, direction, attrs);
        if (_ends.Remove(address.Value, out PhysAddr end)) Machine.Memory.Cpu(end, 1)[0] ^= 0xFF;
    }
}

/// <summary>Unmaps first, and then sees that the direction is none.</summary>
internal sealed class BreachUnmaps(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        if (direction == DmaDirection.None) base.UnmapPage(device, address, size, DmaDirection.ToDevice, attrs);
        base.UnmapPage(device, address, size, direction, attrs);
    }
}

/// <summary>Takes masks above 32 bits for unsupported.</summary>
internal sealed class SupportsNarrowMasksOnly(Machine machine, PoolOptions options) : DelegatingOps(machine, options)
{
    public override bool DmaSupported(Device device, ulong mask) => mask <= uint.MaxValue && base.DmaSupported(device, mask);
}
