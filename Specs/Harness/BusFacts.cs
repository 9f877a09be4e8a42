using System;
using XenDma.Machines;

namespace XenDma.Specs.Harness;

/// <summary>What the machine itself says of addresses, whatever an implementation does: translation, contiguity, reach.</summary>
public static class BusFacts
{
    /// <summary>The bus address behind a guest address; all ones where no machine frame is.</summary>
    public static DmaAddr BusOf(Machine machine, PhysAddr phys)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ulong mfn = machine.P2M.PfnToMfn(phys.Pfn.Value);
        return mfn == XenPage.NoFrame ? DmaAddr.MappingError : new Mfn(mfn).Address + (phys.Value & XenPage.OffsetMask);
    }

    /// <summary>Whether all bytes have machine frames, and these are consecutive.</summary>
    public static bool IsConsecutive(Machine machine, PhysAddr phys, ulong size)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (size == 0) return true;
        ulong first = machine.P2M.PfnToMfn(phys.Pfn.Value), last = (phys + (size - 1)).Pfn.Value;
        if (first == XenPage.NoFrame) return false;
        for (ulong pfn = phys.Pfn.Value + 1; pfn <= last; pfn++)
        {
            if (machine.P2M.PfnToMfn(pfn) != first + (pfn - phys.Pfn.Value)) return false;
        }

        return true;
    }

    /// <summary>Whether the last byte lies at or below the mask, and the range does not wrap.</summary>
    public static bool EndsWithin(DmaAddr bus, ulong size, ulong mask) =>
        size == 0 || (bus.Value <= mask && size - 1 <= mask - bus.Value);

    /// <summary>Whether a range crosses a multiple of a boundary; the mask is the boundary minus one.</summary>
    public static bool Crosses(DmaAddr bus, ulong size, ulong boundaryMask) =>
        size > 0 && (bus.Value & ~boundaryMask) != (unchecked(bus.Value + size - 1) & ~boundaryMask);

    /// <summary>Whether a direct mapping is owed: the device reaches it all, it is consecutive on the bus, and nobody asked to bounce.</summary>
    public static bool IsDirectOwed(Machine machine, Device device, PhysAddr phys, ulong size, bool force)
    {
        ArgumentNullException.ThrowIfNull(device);
        return !force && IsConsecutive(machine, phys, size) && Reaches(device, BusOf(machine, phys), size) && CanMaintain(machine, device, phys);
    }

    /// <summary>Whether a device can drive all of a range: its mask, its window, what its bus subtracts.</summary>
    public static bool Reaches(Device device, DmaAddr bus, ulong size)
    {
        ArgumentNullException.ThrowIfNull(device);
        var dma = new DmaAddr(unchecked(bus.Value - device.BusOffset));
        return dma.Value >= device.ReachStart && EndsWithin(dma, size, Math.Min(device.DmaMask, device.ReachLimit));
    }

    /// <summary>Whether somebody can maintain the caches over a buffer: of another domain's memory the hypervisor alone.</summary>
    private static bool CanMaintain(Machine machine, Device device, PhysAddr phys) =>
        device.IsCoherent || machine.Hypervisor.CanFlushCaches || !machine.P2M.IsForeign(phys.Pfn.Value);

    /// <summary>Whether every segment of the pool is machine-contiguous, and where the highest byte of all lies.</summary>
    public static bool AreSegmentsContiguous(Machine machine, PhysAddr start, PhysAddr end, out DmaAddr highest)
    {
        bool contiguous = true;
        highest = default;
        for (PhysAddr at = start; at.Value < end.Value; at += Bouncing.IoTlb.SegmentSize)
        {
            ulong size = Math.Min(Bouncing.IoTlb.SegmentSize, end.Value - at.Value);
            contiguous &= IsConsecutive(machine, at, size);
            DmaAddr last = BusOf(machine, at + (size - 1));
            if (last.Value > highest.Value) highest = last;
        }

        return contiguous;
    }
}
