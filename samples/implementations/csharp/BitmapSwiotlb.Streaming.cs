using System;
using XenDma.Machines;

namespace XenDma.Samples;

public sealed partial class BitmapSwiotlb
{
    /// <inheritdoc/>
    /// <remarks>Fails where a page of the buffer has no machine frame: neither the device nor a copying CPU could read it.</remarks>
    public DmaAddr MapPage(Device device, Page page, ulong offset, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        RequireDevice(device);
        return page.Pfn.Value < _machine.P2M.FrameCount
            ? Map(device, page.Pfn.Address + offset, size, direction, attrs)
            : DmaAddr.MappingError;
    }

    /// <inheritdoc/>
    /// <remarks>What is copied back and given back is what was mapped; the size and direction given here decide nothing.</remarks>
    public void UnmapPage(Device device, DmaAddr address, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        RequireDirection(direction);
        if (!_pool.TryFind(address, out BounceRecord record)) return;
        if (record.Bus != address)
        {
            Warn(device, $"unmap at {address}, inside the mapping at {record.Bus}: ignored");
            return;
        }

        bool copiesBack = ComesFromDevice(record.Direction) && !attrs.HasFlag(DmaAttrs.SkipCpuSync);
        if (copiesBack) _machine.Memory.Copy(record.Phys, record.Original, record.Size);
        _pool.Release(record);
    }

    /// <inheritdoc/>
    public void SyncSingleForCpu(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        RequireDirection(direction);
        if (!TryFindPart(address, size, out BounceRecord record, out ulong skipped, out ulong length)) return;
        if (ComesFromDevice(direction) && ComesFromDevice(record.Direction))
            _machine.Memory.Copy(record.Phys + skipped, record.Original + skipped, length);
    }

    /// <inheritdoc/>
    /// <remarks>Of a mapping from the device nothing is copied: its bytes are the device's.</remarks>
    public void SyncSingleForDevice(Device device, DmaAddr address, ulong size, DmaDirection direction)
    {
        RequireDirection(direction);
        if (!TryFindPart(address, size, out BounceRecord record, out ulong skipped, out ulong length)) return;
        if (GoesToDevice(direction) && GoesToDevice(record.Direction))
            _machine.Memory.Copy(record.Original + skipped, record.Phys + skipped, length);
    }

    private DmaAddr Map(Device device, PhysAddr phys, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        BusRange range = BusRange.Behind(_machine, phys, size);
        if (range.Kind == BusRangeKind.Missing) return DmaAddr.MappingError;
        return !_forcesBounce && range.IsWithin(device.DmaMask) ? range.Start : Bounce(device, phys, size, direction, attrs);
    }

    private DmaAddr Bounce(Device device, PhysAddr original, ulong size, DmaDirection direction, DmaAttrs attrs)
    {
        var demand = SlotDemand.Of(original, size, device, _machine.PageSize);
        if (!_pool.TryTake(demand, device.DmaMask, direction, out BounceRecord record))
        {
            if (!attrs.HasFlag(DmaAttrs.NoWarn)) Warn(device, $"no slots for {size} bytes: {_pool.SlotsInUse} of {_pool.Slots} in use");
            return DmaAddr.MappingError;
        }

        CopyIn(record);
        return record.Bus;
    }

    /// <summary>Fills every byte of the slots anew, whatever the direction, so that nothing of an earlier owner is left: what the device does
    /// not write comes back as it was, and what lies beside the mapping is zero.</summary>
    private void CopyIn(in BounceRecord record)
    {
        GuestMemory memory = _machine.Memory;
        memory.Clear(record.RunStart, record.Phys.Value - record.RunStart.Value);
        memory.Copy(record.Original, record.Phys, record.Size);
        PhysAddr end = record.Phys + record.Size;
        memory.Clear(end, record.RunEnd.Value - end.Value);
    }

    /// <summary>The part of a range that a bounced mapping covers; a sync that runs over a mapping's end stops there.</summary>
    private bool TryFindPart(DmaAddr address, ulong size, out BounceRecord record, out ulong skipped, out ulong length)
    {
        bool found = _pool.TryFind(address, out record);
        skipped = address.Value - record.Bus.Value;
        length = found ? Math.Min(size, record.Size - skipped) : 0;
        return found;
    }

    private void Warn(Device? device, string message)
    {
        lock (_machineLock) _machine.Log.Write(KernelLogLevel.Warning, $"{device}: {message}");
    }
}
