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
    /// <summary>The first guest frame of the pool's free frames, aligned for most pools generated here.</summary>
    internal const ulong PoolFrame = 512;

    /// <summary>Makes a machine.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="semantics">The release.</param>
    /// <param name="labels">What was chosen.</param>
    /// <param name="crowded">Whether there are more buffers that must bounce than the pool has room for.</param>
    internal static ScenarioMachine Make(SplitMix random, string semantics, List<string> labels, out bool crowded)
    {
        PoolFrames pool = PoolFrames.Make(random, Semantics.Find(semantics), out crowded);
        LayoutClass layout = crowded
            ? random.Pick(LayoutClass.Reversed, LayoutClass.Shuffled)
            : (LayoutClass)random.Below(Enum.GetValues<LayoutClass>().Length);
        ulong buffers = pool.Supply == PoolSupply.Holed ? random.Between(600, 720)
            : crowded ? random.Between(200, 400) : random.Percent(25) ? random.Between(66, 140) : random.Between(4, 48);
        ImmutableArray<FrameRun> frames = BufferFrames.Make(random, layout, buffers);
        ImmutableArray<FrameRun> foreign = BufferFrames.Foreign(random, layout, frames, buffers, pool.First);
        CoherentFrames coherent = CoherentFrames.Make(random, pool.End, crowded, labels);
        ImmutableArray<FrameRun> owned = [.. frames, .. pool.Owned, .. coherent.Owned];
        var options = new PoolOptions(pool.Slabs, Force: random.Percent(8), Early: pool.IsEarly);
        ExchangeContents contents = random.Percent(85) ? ExchangeContents.Scramble : ExchangeContents.Preserve;
        labels.AddRange([Labels.Of(layout), Labels.Of(pool.Supply), Labels.Of(contents)]);
        if (options.Force) labels.Add(Labels.PoolForced);
        if (foreign.Length > 0) labels.Add(Labels.ForeignFrames);
        if (foreign.Any(run => run.Mfn < pool.End && pool.First < run.Mfn + run.Count)) labels.Add(Labels.ForeignLikePool);
        return new ScenarioMachine
        {
            Semantics = semantics,
            Layout = new MachineLayout
            {
                FrameCount = pool.End + coherent.Count,
                Owned = owned,
                Foreign = foreign,
                Free = [new FrameRange(pool.First, pool.Count + coherent.Count)],
                Spare = [.. pool.Spare, .. coherent.Spare],
                ExchangeMaxOrder = random.Percent(10) ? 6 : 9,
                ExchangeContents = contents,
            },
            Pool = options,
            Devices = DeviceGenerator.Make(random, frames, owned, coherent.Spare, labels, pool.First),
        };
    }
}
