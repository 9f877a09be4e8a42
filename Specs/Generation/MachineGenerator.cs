using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Makes machines for generated scenarios: frames 0 up are a driver's buffers, in some order on the bus; behind them lie free
/// frames for the pool, and the hypervisor has what the pool's exchange needs.</summary>
internal static class MachineGenerator
{
    /// <summary>The first guest frame of the pool's free frames, aligned for any pool generated here.</summary>
    internal const ulong PoolFrame = 512;

    private const ulong SpareMfn = 0x40000;
    private const ulong FarMfn = 0x90000;
    private const ulong HighMfn = 0x140000;

    /// <summary>Makes a machine.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="semantics">The release.</param>
    /// <param name="layout">How the buffers' frames lie.</param>
    /// <param name="crowded">Whether there are more buffers that must bounce than the pool has room for.</param>
    internal static ScenarioMachine Make(SplitMix random, string semantics, out LayoutClass layout, out bool crowded)
    {
        crowded = random.Percent(20);
        layout = crowded
            ? random.Pick(LayoutClass.Reversed, LayoutClass.Shuffled)
            : (LayoutClass)random.Below(Enum.GetValues<LayoutClass>().Length);
        ulong buffers = crowded ? random.Between(200, 400) : random.Percent(15) ? random.Between(64, 140) : random.Between(4, 48);
        ulong slabs = crowded ? 128 : random.Pick<ulong>(128, 128, 128, 256, 512);
        ImmutableArray<FrameRun> frames = Frames(random, layout, buffers);
        ulong poolFrames = slabs * IoTlb.SlotSize / XenPage.Size;
        return new ScenarioMachine
        {
            Semantics = semantics,
            Layout = new MachineLayout
            {
                FrameCount = PoolFrame + poolFrames,
                Owned = frames.Add(new FrameRun(PoolFrame, 0x200000, poolFrames)),
                Free = [new FrameRange(PoolFrame, poolFrames)],
                Spare = [new FrameRange(random.Percent(30) ? 0x1000UL : SpareMfn, poolFrames)],
                ExchangeContents = random.Percent(50) ? ExchangeContents.Scramble : ExchangeContents.Preserve,
            },
            Pool = new PoolOptions(slabs, Force: random.Percent(8), Early: true),
            Devices = [.. Enumerable.Range(0, random.Percent(25) ? 2 : 1).Select(_ => Traits(random, frames))],
        };
    }

    private static ImmutableArray<FrameRun> Frames(SplitMix random, LayoutClass layout, ulong count) => layout switch
    {
        LayoutClass.Identity => [new FrameRun(0, 0, count)],
        LayoutClass.Reversed => [.. Enumerable.Range(0, (int)count).Select(i => new FrameRun((ulong)i, FarMfn + count - (ulong)i, 1))],
        LayoutClass.Shuffled => Shuffled(random, count),
        LayoutClass.High => Runs(random, count, HighMfn, 0),
        LayoutClass.Holes => Runs(random, count, FarMfn, 30),
        _ => Runs(random, count, FarMfn, 0),
    };

    private static ImmutableArray<FrameRun> Shuffled(SplitMix random, ulong count)
    {
        ulong[] mfns = [.. Enumerable.Range(0, (int)count).Select(i => FarMfn + (ulong)i)];
        random.Shuffle(mfns.AsSpan());
        return [.. mfns.Select((mfn, i) => new FrameRun((ulong)i, mfn, 1))];
    }

    private static ImmutableArray<FrameRun> Runs(SplitMix random, ulong count, ulong mfn, int holePercent)
    {
        var runs = new List<FrameRun>();
        for (ulong pfn = 0; pfn < count;)
        {
            ulong length = Math.Min(count - pfn, random.Between(1, random.Percent(20) ? 64UL : 6UL));
            if (pfn == 0 || !random.Percent(holePercent)) runs.Add(new FrameRun(pfn, mfn, length));
            pfn += length;
            mfn += length + random.Between(1, random.Percent(20) ? 0x8000UL : 4UL);
        }

        return [.. runs];
    }

    private static DeviceTraits Traits(SplitMix random, ImmutableArray<FrameRun> frames)
    {
        FrameRun run = frames[random.Below(frames.Length)];
        ulong edge = XenPage.ToAddress(run.Mfn + run.Count);
        ulong mask = random.Below(10) switch
        {
            < 4 => uint.MaxValue,
            4 => ulong.MaxValue,
            5 => (1UL << (int)random.Between(24, 40)) - 1,
            6 => (1UL << 36) - 1,
            7 => edge - 1,
            8 => edge - 2,
            _ => edge + random.Between(0, 4096),
        };
        return new DeviceTraits
        {
            DmaMask = mask,
            CoherentDmaMask = mask,
            SegmentBoundaryMask = random.Pick(0UL, 0UL, 0xFFFFUL, 0xFFFFFUL, uint.MaxValue, ulong.MaxValue),
        };
    }
}
