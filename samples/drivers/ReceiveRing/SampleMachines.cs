using System;
using System.Linq;
using XenDma.Machines;

namespace XenDma.Samples.ReceiveRing;

/// <summary>Guests of 16 MiB whose machine frames lie in different ways. Spare machine frames for pool and descriptors are within 24 bits,
/// except on the identity machine, which itself takes that room.</summary>
public static class SampleMachines
{
    /// <summary>The guest frames of each machine.</summary>
    public const ulong FrameCount = 4096;

    private const ulong Base = 0x2000;
    private const ulong BaseAbove4GiB = 0x140000;

    private static readonly FrameRange LowSpare = new(0x400, 0xC00);

    /// <summary>Each guest frame on its own number: nothing needs to bounce.</summary>
    public static MachineLayout Identity => WithFrames(pfn => pfn) with { Spare = [new FrameRange(0x8000, 0xC00)] };

    /// <summary>Neighbours in the guest are neighbours on the bus, the wrong way round.</summary>
    public static MachineLayout Reversed => WithFrames(static pfn => Base + FrameCount - 1 - pfn);

    /// <summary>Consecutive machine frames above 4 GiB.</summary>
    public static MachineLayout Above4GiB => WithFrames(static pfn => BaseAbove4GiB + pfn);

    /// <summary>Machine frames in any order.</summary>
    public static MachineLayout Shuffled(int seed)
    {
        ulong[] frames = [.. Enumerable.Range(0, (int)FrameCount).Select(static i => Base + (ulong)i)];
        new Random(seed).Shuffle(frames);
        return WithFrames(pfn => frames[pfn]);
    }

    private static MachineLayout WithFrames(Func<ulong, ulong> mfnOf) => new()
    {
        FrameCount = FrameCount,
        Owned = [.. Enumerable.Range(0, (int)FrameCount).Select(i => new FrameRun((ulong)i, mfnOf((ulong)i), 1))],
        Free = [new FrameRange(1, FrameCount - 1)],
        Spare = [LowSpare],
    };
}
