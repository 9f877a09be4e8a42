using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Specs.Scenarios;
using XenDma.Translation;

namespace XenDma.Specs.Generation;

/// <summary>Makes machines of the platforms whose own memory lies 1:1: nothing is torn, nothing exchanged; a device may reach too little, need a
/// window, or not snoop, and on Arm memory may be another domain's.</summary>
internal static class PlatformMachines
{
    private const ulong ForeignMfn = 0x1C00000;
    private const ulong CoherentFrames = 64;

    /// <summary>The frame that the buffers begin at: on the Wii in the window as often as out of it.</summary>
    internal static ulong FirstBuffer(SplitMix random, Platform platform) =>
        platform == Platform.Wii && random.Percent(50) ? WiiMem2Translation.Mem2.First : 0;

    internal static ScenarioMachine Make(SplitMix random, string semantics, Platform platform, ulong firstBuffer, List<string> labels, out bool crowded)
    {
        crowded = random.Percent(20);
        ulong buffers = crowded ? random.Between(200, 400) : random.Between(8, 140);
        ulong slabs = crowded ? 128 : random.Pick<ulong>(128, 128, 256, 512), poolFrames = slabs * IoTlb.SlotSize / XenPage.Size;
        ulong poolFrame = MachineGenerator.PoolFrame + (platform == Platform.Wii ? WiiMem2Translation.Mem2.First : 0);
        var free = new FrameRange(poolFrame, (2 * poolFrames) + CoherentFrames);
        ImmutableArray<FrameRun> own = [new FrameRun(firstBuffer, firstBuffer, buffers)];
        ImmutableArray<FrameRun> foreign = platform == Platform.XenDom0Arm ? [.. Foreign(random, buffers)] : [];
        var pool = new PoolOptions(slabs, Force: random.Percent(crowded ? 80 : 30), Early: true);
        if (pool.Force) labels.Add(Labels.PoolForced);
        if (foreign.Length > 0) labels.Add(Labels.ForeignFrames);
        ImmutableArray<DeviceTraits> devices =
            [.. DeviceGenerator.Make(random, [.. own, .. foreign], [], [free], labels, poolFrame).Select(device => device with { IsCoherent = random.Percent(50) })];
        if (devices.Any(static device => !device.IsCoherent)) labels.Add(Labels.NoSnoop);
        return new ScenarioMachine
        {
            Platform = platform,
            Semantics = semantics,
            Layout = new MachineLayout
            {
                FrameCount = free.End,
                PageShift = platform == Platform.XenDom0Arm ? random.Pick(XenPage.Shift, XenPage.Shift, 14, 16) : XenPage.Shift,
                Owned = [.. own, new FrameRun(free.First, free.First, free.Count)],
                Foreign = foreign,
                Free = [free],
                HasNonCoherentDevices = devices.Any(static device => !device.IsCoherent),
            },
            Pool = pool,
            Devices = devices,
        };
    }

    /// <summary>Another domain's frames behind the buffers: single ones, and runs.</summary>
    private static IEnumerable<FrameRun> Foreign(SplitMix random, ulong first)
    {
        ulong mfn = ForeignMfn;
        for (ulong i = random.Between(0, 4); i > 0; i--)
        {
            ulong count = Math.Min(random.Between(1, 6), MachineGenerator.PoolFrame - first);
            if (count == 0) yield break;
            yield return new FrameRun(first, mfn, count);
            first += count;
            mfn += count + random.Between(0, 3);
        }
    }
}
