using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.PropertyTests.Properties;

/// <summary>Copies the whole mapping, whatever part of it is synced.</summary>
internal sealed class SyncCopiesTheWholeMapping(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private readonly Dictionary<ulong, ulong> _sizes = [];

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (IsBounced(mapped, page, offset)) _sizes[mapped.Value] = size;
        return mapped;
    }

    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        base.UnmapPage(device, address, size, direction, attrs);
        if (direction != DmaDirection.None) _sizes.Remove(address.Value);
    }

    public override void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        (DmaAddr start, ulong whole) = WholeOf(address, size);
        base.SyncSingleForCpu(device, start, whole, direction);
    }

    public override void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        (DmaAddr start, ulong whole) = WholeOf(address, size);
        base.SyncSingleForDevice(device, start, whole, direction);
    }

    private (DmaAddr Start, ulong Size) WholeOf(DmaAddr address, ulong size)
    {
        KeyValuePair<ulong, ulong> over = _sizes.FirstOrDefault(mapping => address.Value >= mapping.Key && address.Value < mapping.Key + mapping.Value);
        return over.Value > 0 ? (new DmaAddr(over.Key), over.Value) : (address, size);
    }
}

/// <summary>Zeroes a buffer that it hands back to the device, so that nobody reads on.</summary>
internal sealed class SyncForDeviceClearsTheBuffer(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private readonly Dictionary<ulong, PhysAddr> _buffers = [];

    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (IsBounced(mapped, page, offset)) _buffers[mapped.Value] = Start(page, offset);
        return mapped;
    }

    public override void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        base.SyncSingleForDevice(device, address, size, direction);
        if (direction == DmaDirection.FromDevice && _buffers.TryGetValue(address.Value, out PhysAddr buffer)) Machine.Memory.Clear(buffer, size);
    }
}

/// <summary>Copies back although the caller skips the sync.</summary>
internal sealed class SkippedUnmapCopies(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs) =>
        base.UnmapPage(device, address, size, direction, attrs & ~DmaAttrs.SkipCpuSync);
}

/// <summary>Zeroes the buffer that a device is to fill.</summary>
internal sealed class MapClearsTheBuffer(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (mapped != DmaAddr.MappingError && direction == DmaDirection.FromDevice) Machine.Memory.Clear(Start(page, offset), size);
        return mapped;
    }
}

/// <summary>Tells the device lengths in sectors.</summary>
internal sealed class ListCountsInSectors(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    private const int Sector = 512;

    public override int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        int mapped = base.MapSg(device, list, count, direction, attrs);
        for (int i = 0; i < mapped; i++) list.SetDma(i, list.DmaAddressAt(i), list.DmaLengthAt(i) / Sector * Sector);
        return mapped;
    }
}

/// <summary>Maps no list of which an entry must bounce.</summary>
internal sealed class ListNeverBounces(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override int MapSg(Device device, ScatterList list, int count, DmaDirection direction, DmaAttrs attrs)
    {
        int mapped = base.MapSg(device, list, count, direction, attrs);
        bool isDirect = Enumerable.Range(0, int.Max(0, mapped)).All(i => list.DmaAddressAt(i) == Translation.PhysToBus(list.BufferAt(i).Address));
        if (isDirect) return mapped;
        base.UnmapSg(device, list, count, direction, attrs | DmaAttrs.SkipCpuSync);
        return 0;
    }
}

/// <summary>Ends a slot that a device is to fill in a mark, to see later whether it wrote too far.</summary>
internal sealed class SlotEndsInAMark(Machine machine, PoolOptions options) : DelegatingOps(machine, options, Semantics.Contract)
{
    public override DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        DmaAddr mapped = base.MapPage(device, page, offset, size, direction, attrs);
        if (direction == DmaDirection.FromDevice && IsBounced(mapped, page, offset) && Machine.TryReach(mapped + (size - 1), out PhysAddr last))
            Machine.Memory.Cpu(last, 1)[0] = 0xA5;
        return mapped;
    }
}
