using System;
using System.Collections.Immutable;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Scenarios.Json;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>The reader's check of a layout agrees with the machine that would be made of it.</summary>
public class LayoutCheckTests
{
    [Fact]
    public void Fault_FindsWhatTheMachineRefuses()
    {
        var random = new Random(20260);
        int refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            MachineLayout layout = Layout(random);
            bool isRefused = LayoutChecks.Fault(layout) is not null;
            refused += isRefused ? 1 : 0;
            Assert.True(isRefused == MachineRefuses(layout), $"case {i}: {LayoutChecks.Fault(layout)?.Message}");
        }

        Assert.InRange(refused, 400, 3600);
    }

    private static MachineLayout Layout(Random random) => new()
    {
        FrameCount = (ulong)random.Next(4, 12),
        Owned = random.Next(4) == 0 ? null : Runs(random, 3, 24),
        Foreign = Runs(random, 2, 24),
        Free = [new FrameRange((ulong)random.Next(6), (ulong)random.Next(1, 4))],
        Spare = [.. Runs(random, 3, 40).Select(static run => new FrameRange(run.Mfn, run.Count))],
    };

    private static ImmutableArray<FrameRun> Runs(Random random, int max, int frames) =>
        [.. Enumerable.Range(0, random.Next(max)).Select(_ => new FrameRun((ulong)random.Next(10), Mfn(random, frames), (ulong)random.Next(1, 3)))];

    private static ulong Mfn(Random random, int frames) => random.Next(40) == 0 ? (1UL << 52) - 1 : (ulong)random.Next(frames);

    private static bool MachineRefuses(MachineLayout layout)
    {
        try
        {
            using var machine = new Machine(layout);
            return false;
        }
        catch (Exception fault) when (fault is ArgumentException or MachineFaultException)
        {
            return true;
        }
    }
}
