using XenDma.Machines;

namespace XenDma.Samples;

/// <summary>What lies behind a range of guest memory.</summary>
internal enum BusRangeKind
{
    /// <summary>Nothing, for some page at least: no machine frame, or not even guest memory. An empty range as well.</summary>
    Missing,

    /// <summary>Machine frames in another order than the guest's.</summary>
    Broken,

    /// <summary>Consecutive machine frames, this domain's or another's.</summary>
    Consecutive,
}

/// <summary>A range of guest memory as the bus sees it.</summary>
/// <param name="Kind">What lies behind it.</param>
/// <param name="Start">The bus address of its first byte; without meaning where something is missing.</param>
/// <param name="Size">The number of bytes.</param>
internal readonly record struct BusRange(BusRangeKind Kind, DmaAddr Start, ulong Size)
{
    internal static BusRange Behind(Machine machine, PhysAddr phys, ulong size)
    {
        ulong memory = machine.Memory.Size;
        if (size == 0 || phys.Value >= memory || size > memory - phys.Value) return default;
        ulong pfn = phys.Pfn.Value, last = (phys + (size - 1)).Pfn.Value, first = machine.P2M.PfnToMfn(pfn);
        var kind = BusRangeKind.Consecutive;
        for (ulong i = 0; pfn + i <= last; i++)
        {
            ulong mfn = machine.P2M.PfnToMfn(pfn + i);
            if (mfn == XenPage.NoFrame) return default;
            if (mfn != first + i) kind = BusRangeKind.Broken;
        }

        return new BusRange(kind, new Mfn(first).Address + (phys.Value & XenPage.OffsetMask), size);
    }

    /// <summary>Whether a device that drives no address above the mask reaches all of it, without a break. All ones is never an address.</summary>
    internal bool IsWithin(ulong mask) =>
        Kind == BusRangeKind.Consecutive && Start != DmaAddr.MappingError && Start.Value <= mask && Size - 1 <= mask - Start.Value;
}
