using System;
using System.Collections.Generic;
using XenDma.Machines;

namespace XenDma.Debugging;

/// <summary>What the kernel's checker cannot see: the CPU in memory that a device owns. Make this the guest memory's
/// <see cref="GuestMemory.Observer"/> to have it judged.</summary>
/// <remarks>A mapping is the device's from map on, the part that was synced for the CPU the CPU's until it is synced for the device. A mapping
/// made with <see cref="DmaAttrs.SkipCpuSync"/> is the CPU's until then. Coherent memory belongs to both.</remarks>
public sealed partial class DmaDebug : ICpuObserver
{
    private readonly MappingBuckets _owned = new(static mapping => mapping.CpuAddress.Value);

    /// <inheritdoc/>
    /// <remarks>Memory that the device only reads may be read.</remarks>
    public void OnRead(PhysAddr address, int size)
    {
        DmaCall access = Access("CPU read", address, size);
        foreach ((Device device, LiveMapping mapping) in OwnedByDevices(access))
        {
            if (mapping.Direction == DmaDirection.ToDevice || mapping.IsReadReported) continue;
            mapping.IsReadReported = true;
            Report(Misuse.CpuReadsWhatDeviceOwns, device, access, mapping);
        }
    }

    /// <inheritdoc/>
    public void OnWrite(PhysAddr address, int size)
    {
        DmaCall access = Access("CPU write", address, size);
        foreach ((Device device, LiveMapping mapping) in OwnedByDevices(access))
        {
            if (mapping.IsWriteReported) continue;
            mapping.IsWriteReported = true;
            Report(Misuse.CpuWritesWhatDeviceOwns, device, access, mapping);
        }
    }

    private DmaCall Access(string name, PhysAddr address, int size) => new()
    {
        Name = name,
        Site = NextSite(),
        Address = DmaAddr.MappingError,
        Size = (ulong)size,
        Direction = DmaDirection.None,
        CpuAddress = address,
    };

    private List<(Device Device, LiveMapping Mapping)> OwnedByDevices(in DmaCall access)
    {
        List<(Device Device, LiveMapping Mapping)> found = [];
        if (!IsActive || access.Size == 0) return found;
        ulong first = access.CpuAddress!.Value.Value, last = first + (access.Size - 1);
        foreach (List<LiveMapping> bucket in _owned.BackFrom(first, last))
        {
            foreach (LiveMapping mapping in bucket)
            {
                if (IsOwnedByDevice(mapping, first, last)) found.Add((mapping.Device!, mapping));
            }
        }

        return found;
    }

    /// <summary>Whether some of the bytes lie in the mapping and are the device's.</summary>
    private static bool IsOwnedByDevice(LiveMapping mapping, ulong first, ulong last)
    {
        ulong start = mapping.CpuAddress.Value;
        if (mapping.Size == 0 || last < start || (first > start && first - start >= mapping.Size)) return false;
        ulong from = Math.Max(first, start) - start, to = Math.Min(last - start, mapping.Size - 1) + 1;
        return mapping.CpuOwned is not { } ranges || !ranges.Covers(from, to);
    }

    /// <summary>A sync names no mapping but an address: it holds for each mapping there.</summary>
    private static void HandOver(MappingTable table, in DmaCall call, bool toCpu)
    {
        foreach (LiveMapping mapping in table.Holders(call.Address, call.Size))
        {
            ulong start = call.Address.Value - mapping.Address.Value;
            mapping.CpuOwned ??= new ByteRanges();
            if (toCpu) mapping.CpuOwned.Add(start, start + call.Size);
            else mapping.CpuOwned.Remove(start, start + call.Size);
            mapping.IsReadReported = mapping.IsWriteReported = false;
        }
    }
}
