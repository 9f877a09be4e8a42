using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using XenDma.Machines;

namespace XenDma.Specs.Generation;

/// <summary>Which coherent masks no kernel oversteps. They ask the hypervisor for frames by a number of bits, so a mask
/// that is no 2^n - 1 may be overstepped; where no frame lies between the mask and the next power of two, it cannot be.</summary>
internal static class CoherentReach
{
    internal static bool IsClear(MachineLayout layout, ulong mask)
    {
        if ((mask & unchecked(mask + 1)) == 0) return true;
        ulong firstBeyond = (mask + 1) >> XenPage.Shift;
        int bits = 64 - BitOperations.LeadingZeroCount(mask);
        ulong limit = 1UL << (bits - XenPage.Shift);
        return !Givable(layout).Any(range => range.First < limit && firstBeyond < range.End);
    }

    /// <summary>The machine frames that coherent memory can ever get: exchanges only move them between the free guest frames and the spare ones.</summary>
    private static IEnumerable<FrameRange> Givable(MachineLayout layout)
    {
        if (layout.Owned is not { } owned) return layout.Spare.Concat(layout.Free);
        IEnumerable<FrameRange> free = owned
            .Where(run => layout.Free.Any(range => run.Pfn < range.End && range.First < run.Pfn + run.Count))
            .Select(static run => new FrameRange(run.Mfn, run.Count));
        return layout.Spare.Concat(free);
    }
}
