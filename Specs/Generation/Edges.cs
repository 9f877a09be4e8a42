using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Where the answer to a mapping changes from one byte to the next: most mistakes are off by one, and lie there.</summary>
/// <param name="Places">Bytes into the buffers: where a run of machine frames begins or ends, and where a device's mask ends.</param>
/// <param name="Sizes">Sizes that are the largest to fit: within a device's boundary, a page, a segment.</param>
internal sealed record Edges(ImmutableArray<ulong> Places, ImmutableArray<ulong> Sizes)
{
    internal static Edges Of(ScenarioMachine machine, ulong firstFrame, ulong endFrame)
    {
        FrameRun[] runs = [.. machine.Layout.Owned!.Value.Concat(machine.Layout.Foreign).Where(run => run.Pfn >= firstFrame && run.Pfn < endFrame)];
        IEnumerable<ulong> frames = runs.SelectMany(static run => new[] { run.Pfn, run.Pfn + run.Count }).Select(pfn => XenPage.ToAddress(pfn - firstFrame));
        IEnumerable<ulong> masks =
            from device in machine.Devices
            where device.DmaMask < ulong.MaxValue
            from run in runs
            let behind = unchecked(device.DmaMask + 1 - XenPage.ToAddress(run.Mfn))
            where behind <= XenPage.ToAddress(run.Count)
            select XenPage.ToAddress(run.Pfn - firstFrame) + behind;

        // Where a mask ends counts as much as all frames together.
        ulong[] ends = [.. masks.Where(static place => place > 0)], places = [.. frames.Where(static place => place > 0).Distinct()];
        return new Edges(
            [.. ends.Length == 0 ? places : places.Concat(Enumerable.Repeat(ends, 1 + (places.Length / ends.Length)).SelectMany(static all => all))],
            [.. machine.Devices.Select(static device => unchecked(device.SegmentBoundaryMask + 1)).Where(static size => size is > 0 and <= IoTlb.SegmentSize)
                .Append(XenPage.Size).Append(IoTlb.SegmentSize).Distinct()]);
    }
}
