using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Makes machines for generated scenarios: frames 0 up are a driver's buffers, in some order on the bus; behind them lie free
/// frames for the pool, behind those free frames for coherent memory, and the hypervisor has what their exchanges need, or has not.</summary>
internal static class MachineGenerator
{
    /// <summary>The first guest frame of the pool's free frames, aligned for any pool generated here.</summary>
    internal const ulong PoolFrame = 512;

    private const ulong PoolSpareMfn = 0x40000;
    private const ulong LowPoolSpareMfn = 0x1000;
    private const ulong PoolMfn = 0x800000;
    private const int LongestRun = 8;

    /// <summary>Makes a machine.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="semantics">The release.</param>
    /// <param name="labels">What was chosen.</param>
    /// <param name="crowded">Whether there are more buffers that must bounce than the pool has room for.</param>
    internal static ScenarioMachine Make(SplitMix random, string semantics, List<string> labels, out bool crowded)
    {
        crowded = random.Percent(20);
        LayoutClass layout = crowded
            ? random.Pick(LayoutClass.Reversed, LayoutClass.Shuffled)
            : (LayoutClass)random.Below(Enum.GetValues<LayoutClass>().Length);
        ulong buffers = crowded ? random.Between(200, 400) : random.Percent(15) ? random.Between(64, 140) : random.Between(4, 48);
        PoolSupply supply = crowded || random.Percent(84) ? PoolSupply.Early
            : random.Pick(PoolSupply.Late, PoolSupply.Late, PoolSupply.Late, PoolSupply.Halved, PoolSupply.Halved, PoolSupply.Absent, PoolSupply.LateAbsent);
        bool isLate = supply is PoolSupply.Late or PoolSupply.LateAbsent;
        ulong slabs = crowded ? 128 : isLate ? 1024 : random.Pick<ulong>(128, 128, 128, 128, 256, 512);
        ulong poolFrames = slabs * IoTlb.SlotSize / XenPage.Size;
        ImmutableArray<FrameRun> frames = BufferFrames.Make(random, layout, buffers);
        ImmutableArray<FrameRun> foreign = BufferFrames.Foreign(random, layout, frames, buffers);
        CoherentFrames coherent = CoherentFrames.Make(random, PoolFrame + poolFrames, crowded, labels);
        var pool = new PoolOptions(slabs, Force: random.Percent(8), Early: !isLate);
        ExchangeContents contents = random.Percent(85) ? ExchangeContents.Scramble : ExchangeContents.Preserve;
        labels.AddRange([Labels.Of(layout), Labels.Of(supply), Labels.Of(contents)]);
        if (pool.Force) labels.Add(Labels.PoolForced);
        if (foreign.Length > 0) labels.Add(Labels.ForeignFrames);
        if (foreign.Any(run => run.Mfn < PoolFrame + poolFrames && PoolFrame < run.Mfn + run.Count)) labels.Add(Labels.ForeignLikePool);
        ImmutableArray<FrameRun> owned = [.. frames, .. PoolRuns(random, poolFrames), .. coherent.Owned];
        return new ScenarioMachine
        {
            Semantics = semantics,
            Layout = new MachineLayout
            {
                FrameCount = PoolFrame + poolFrames + coherent.Count,
                Owned = owned,
                Foreign = foreign,
                Free = [new FrameRange(PoolFrame, poolFrames + coherent.Count)],
                Spare = [.. PoolSpare(random, supply, poolFrames, Semantics.Find(semantics)), .. coherent.Spare],
                ExchangeMaxOrder = random.Percent(10) ? 6 : 9,
                ExchangeContents = contents,
            },
            Pool = pool,
            Devices = DeviceGenerator.Make(random, frames, owned, coherent.Spare, labels),
        };
    }

    /// <summary>What lies behind the pool's guest frames comes back to the hypervisor with the exchange: in one piece, or in short runs.</summary>
    private static IEnumerable<FrameRun> PoolRuns(SplitMix random, ulong count)
    {
        ulong length = random.Percent(50) ? count : LongestRun;
        for (ulong first = 0; first < count; first += length)
            yield return new FrameRun(PoolFrame + first, PoolMfn + (first * (length == count ? 1UL : 2UL)), length);
    }

    private static IEnumerable<FrameRange> PoolSpare(SplitMix random, PoolSupply supply, ulong count, Semantics? release)
    {
        bool halvesLate = supply == PoolSupply.Late && random.Percent(40) && !ReleaseDefects.ReusesFreedBlock(release);
        ulong mfn = random.Percent(30) ? LowPoolSpareMfn : PoolSpareMfn;
        ulong given = supply switch
        {
            PoolSupply.Absent or PoolSupply.LateAbsent => 0,
            PoolSupply.Halved => count / 2,
            PoolSupply.Late when halvesLate => count / 2,
            _ => count,
        };
        if (given > 0) yield return new FrameRange(mfn, given);
    }
}
