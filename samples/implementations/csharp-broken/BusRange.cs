using XenDma.Machines;

namespace XenDma.Samples;

/// <summary>What lies behind a range of guest memory.</summary>
internal enum BusRangeKind
{
    /// <summary>Nothing, for some page at least.</summary>
    Missing,

    /// <summary>Machine frames in another order than the guest's.</summary>
    Broken,

    /// <summary>Consecutive machine frames.</summary>
    Consecutive,
}

/// <summary>A range of guest memory as the bus sees it: the broken twin's. It saves look-ups and asks for the last frame only, so frames that change
/// places between the first and the last go unnoticed.</summary>
internal readonly record struct BusRange(BusRangeKind Kind, DmaAddr Start, ulong Size)
{
    internal static BusRange Behind(Machine machine, PhysAddr phys, ulong size)
    {
        if (size == 0 || phys.Value >= machine.Memory.Size || size > machine.Memory.Size - phys.Value) return default;
        ulong first = machine.P2M.PfnToMfn(phys.Pfn.Value), last = machine.P2M.PfnToMfn((phys + (size - 1)).Pfn.Value);
        if (first == XenPage.NoFrame || last == XenPage.NoFrame) return default;
        bool consecutive = last - first == (phys + (size - 1)).Pfn.Value - phys.Pfn.Value;
        DmaAddr start = new Mfn(first).Address + (phys.Value & XenPage.OffsetMask);
        return new BusRange(consecutive ? BusRangeKind.Consecutive : BusRangeKind.Broken, start, size);
    }

    internal bool IsWithin(ulong mask) =>
        Kind == BusRangeKind.Consecutive && Start != DmaAddr.MappingError && Start.Value <= mask && Size - 1 <= mask - Start.Value;
}
