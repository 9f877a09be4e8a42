using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;

namespace XenDma.Specs.Generation;

/// <summary>Makes the devices of a generated machine: masks at the edges of what lies there, boundaries, address bits to keep.</summary>
internal static class DeviceGenerator
{
    internal static ImmutableArray<DeviceTraits> Make(
        SplitMix random, ImmutableArray<FrameRun> buffers, ImmutableArray<FrameRun> owned, ImmutableArray<FrameRange> spare, List<string> labels, ulong poolFrame)
    {
        DeviceTraits[] devices = [.. Enumerable.Range(0, random.Percent(25) ? 2 : 1).Select(_ => Traits(random, buffers, owned, spare, poolFrame))];
        foreach (DeviceTraits device in devices) labels.AddRange(Labels.Of(device));
        return [.. devices];
    }

    private static DeviceTraits Traits(
        SplitMix random, ImmutableArray<FrameRun> buffers, ImmutableArray<FrameRun> owned, ImmutableArray<FrameRange> spare, ulong poolFrame)
    {
        FrameRun run = buffers[random.Below(buffers.Length)];
        ulong edge = XenPage.ToAddress(run.Mfn + run.Count);
        return new DeviceTraits
        {
            DmaMask = random.Below(10) switch
            {
                < 4 => uint.MaxValue,
                4 => ulong.MaxValue,
                5 => (1UL << (int)random.Between(24, 40)) - 1,
                6 => (1UL << 36) - 1,
                7 => edge - 1,
                8 => edge - 2,
                _ => edge + random.Between(0, 4096),
            },
            CoherentDmaMask = CoherentMask(random, owned, spare, poolFrame),
            SegmentBoundaryMask = random.Pick(0UL, 0UL, 0UL, 0xFFFUL, 0xFFFFUL, 0xFFFFFUL, uint.MaxValue, ulong.MaxValue),
            MinAlignMask = random.Percent(60) ? 0 : random.Pick(0x1FFUL, 0x7FFUL, 0xFFFUL, 0xFFFUL, 0x3FFFUL),
        };
    }

    private static ulong CoherentMask(SplitMix random, ImmutableArray<FrameRun> owned, ImmutableArray<FrameRange> spare, ulong poolFrame) => random.Below(20) switch
    {
        < 9 => uint.MaxValue,
        < 13 => (1UL << (int)random.Between(24, 63)) - 1,
        < 15 => (1UL << 31) - 1,
        15 => ulong.MaxValue,
        16 => 0,
        _ => Odd(random, owned, spare, poolFrame),
    };

    /// <summary>A mask that is no 2^n - 1: it ends before or within a run of frames that memory can get, or behind one.</summary>
    private static ulong Odd(SplitMix random, ImmutableArray<FrameRun> owned, ImmutableArray<FrameRange> spare, ulong poolFrame)
    {
        FrameRange[] free = [.. owned.Where(run => run.Pfn >= poolFrame).Select(static run => new FrameRange(run.Mfn, run.Count))];
        FrameRange[] all = free.Length == 0 || (spare.Length > 0 && random.Percent(60)) ? [.. spare] : free;
        FrameRange range = all[random.Below(all.Length)];
        ulong end = random.Below(4) switch
        {
            0 when owned.Length > 0 => range.First, // Where nothing is exchanged, a kernel hands out what there is.
            < 3 => range.First + random.Between(1, Math.Min(8, range.Count)),
            _ => range.End + random.Between(0, 64),
        };
        return XenPage.ToAddress(end) - 1;
    }
}
