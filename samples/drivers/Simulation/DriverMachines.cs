using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Bouncing;
using XenDma.Machines;

namespace XenDma.Samples.Simulation;

/// <summary>The machines that every driver has to work on: guests of 32 MiB whose frames lie in different ways. Spare machine frames, for pool
/// and coherent memory, lie within 32 bits.</summary>
public static class DriverMachines
{
    /// <summary>The guest frame, and machine frame, of a passed-through device's registers.</summary>
    public const ulong RegisterFrame = 0xFE000;

    private const ulong FrameCount = 8192;
    private const ulong Below4GiB = 0x4000;
    private const ulong Above4GiB = 0x140000;

    private static readonly PoolOptions LargePool = new(4096);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DriverMachine> All { get; } =
    [
        new("contiguous", Guest(static i => Below4GiB + i), LargePool, 32, BounceRule.Never),
        new("scattered below 4 GiB", Scattered(Below4GiB), LargePool, 32, BounceRule.WhereTorn),
        new("scattered above 4 GiB", Scattered(Above4GiB), LargePool, 32, BounceRule.Always),
        new("scattered above 4 GiB, 64 lines", Scattered(Above4GiB), LargePool, 64, BounceRule.WhereTorn),
        new("forced", Guest(static i => Below4GiB + i), LargePool with { Force = true }, 32, BounceRule.Always),
        new("small pool", Scattered(Above4GiB), new PoolOptions(128, Early: true), 32, BounceRule.Always) { IsTight = true },
        new("Arm, not coherent", OneToOne, LargePool, 32, BounceRule.Never) { Platform = Platform.XenDom0Arm, IsCoherent = false },
        new("Arm, not coherent, forced", OneToOne, LargePool with { Force = true }, 32, BounceRule.Always)
        {
            Platform = Platform.XenDom0Arm,
            IsCoherent = false,
        },
    ];

    /// <summary>The machine of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static DriverMachine Find(string name) =>
        All.FirstOrDefault(machine => machine.Name == name) ?? throw new ArgumentException($"no machine is named '{name}'", nameof(name));

    private static MachineLayout OneToOne => new()
    {
        FrameCount = FrameCount,
        Free = [new FrameRange(1, FrameCount - 1)],
        HasNonCoherentDevices = true,
    };

    private static MachineLayout Scattered(ulong first)
    {
        ulong[] frames = [.. Enumerable.Range(0, (int)FrameCount).Select(i => first + (ulong)i)];
        new Random(20).Shuffle(frames);
        return Guest(i => frames[i]);
    }

    private static MachineLayout Guest(Func<ulong, ulong> mfnOf) => new()
    {
        FrameCount = FrameCount,
        Owned = [.. Enumerable.Range(0, (int)FrameCount).Select(i => new FrameRun((ulong)i, mfnOf((ulong)i), 1))],
        Free = [new FrameRange(1, FrameCount - 1)],
        Spare = [new FrameRange(0x400, 0x2000)],
        Identity = [new FrameRange(RegisterFrame, 1)],
    };
}
