using System;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Samples.Broken;

/// <summary>The machines that the drivers are run on.</summary>
public enum BenchMachine
{
    /// <summary>A PV guest above 4 GiB, and a card of 32 bits: every mapping bounces.</summary>
    Bouncing,

    /// <summary>The same with no slot left in the pool.</summary>
    PoolFull,

    /// <summary>A PV guest with machine frames in any order above 4 GiB, and a card of 64 bits: a page is mapped as it lies.</summary>
    Scattered,

    /// <summary>A PV guest with consecutive machine frames, a card of 64 bits, and ops that join entries of a list, as those of an IOMMU do.</summary>
    Merging,

    /// <summary>The initial domain on Arm, and a card that does not snoop the CPU's caches.</summary>
    Incoherent,

    /// <summary>A PV guest whose free pages have guest addresses above 4 GiB.</summary>
    Large,
}

/// <summary>How each machine is laid out.</summary>
public static class BenchMachines
{
    private const ulong Frames = 0x400;
    private const ulong Above4GiB = 0x140000;
    private const ulong FirstHighPfn = 0x100000;

    /// <summary>Boots it with a pool of 128 slots.</summary>
    public static XenGuest Boot(this BenchMachine machine) =>
        XenGuest.Boot(Layout(machine), new PoolOptions(128, Early: true), Semantics.Linux6_14, machine == BenchMachine.Incoherent ? Platform.XenDom0Arm : Platform.XenPv);

    /// <summary>The card's device on it, before the card's address lines are asked.</summary>
    public static DeviceTraits Card(this BenchMachine machine) => machine switch
    {
        BenchMachine.Scattered or BenchMachine.Merging => new DeviceTraits { DmaMask = ulong.MaxValue, CoherentDmaMask = ulong.MaxValue },
        BenchMachine.Incoherent => new DeviceTraits { IsCoherent = false },
        _ => new DeviceTraits(),
    };

    private static MachineLayout Layout(BenchMachine machine)
    {
        MachineLayout above = new()
        {
            FrameCount = Frames,
            Owned = [new FrameRun(0, Above4GiB, Frames)],
            Free = [new FrameRange(1, Frames - 1)],
            Spare = [new FrameRange(0x8000, 0x800)],
        };
        return machine switch
        {
            BenchMachine.Scattered => above with { Owned = [.. Shuffled().Select(static (mfn, pfn) => new FrameRun((ulong)pfn, mfn, 1))] },
            BenchMachine.Incoherent => above with { Owned = [new FrameRun(0, 0, Frames)], Spare = [], HasNonCoherentDevices = true },
            BenchMachine.Large => above with
            {
                FrameCount = FirstHighPfn + Frames,
                Owned = [new FrameRun(0, Above4GiB, FirstHighPfn + Frames)],
                Free = [new FrameRange(FirstHighPfn, Frames)],
            },
            _ => above,
        };
    }

    private static ulong[] Shuffled()
    {
        ulong[] frames = [.. Enumerable.Range(0, (int)Frames).Select(static i => Above4GiB + (ulong)i)];
        new Random(7).Shuffle(frames);
        return frames;
    }
}
