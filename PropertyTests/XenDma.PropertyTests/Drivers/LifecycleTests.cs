using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using XenDma.Samples.NetworkRings;
using XenDma.Samples.Nvme;
using XenDma.Samples.Simulation;
using XenDma.Samples.XenBlock;
using Xunit;

namespace XenDma.PropertyTests.Drivers;

/// <summary>Each sample driver from probe to remove, on each machine and release: the data is right, the checker silent, nothing left.</summary>
public sealed class LifecycleTests
{
    private const int Seed = 1;
    private const int FaultPercent = 4;

    private static readonly FrozenDictionary<string, SampleProgram.MakeDriver> Drivers = new Dictionary<string, SampleProgram.MakeDriver>
    {
        ["network rings"] = static bench => Make(bench, static (bench, device) => new NicLifecycle(bench, device)),
        ["nvme"] = static bench => Make(bench, static (bench, device) => new NvmeLifecycle(bench, device)),
        ["xen block"] = static bench => Make(bench, static (bench, device) => new BlockLifecycle(bench, device)),
    }.ToFrozenDictionary();

    public static TheoryData<string, string, string> Lives
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string driver in Drivers.Keys.Order())
            {
                foreach (DriverMachine machine in DriverMachines.All)
                {
                    foreach (Semantics release in ReleasesOf(machine)) data.Add(driver, machine.Name, release.Name);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, int> Troubled
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (string driver in Drivers.Keys.Order())
            {
                int seed = 1;
                foreach (DriverMachine machine in DriverMachines.All) data.Add(driver, machine.Name, seed++);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lives))]
    public void A_life_without_a_flaw(string driver, string machine, string release)
    {
        DriverMachine on = DriverMachines.Find(machine);
        DriverRun run = Run(driver, on, ReceiveRig.Release(release), Seed, faults: null);
        AssertFlawless(run, Seed);
        AssertBounced(on, run.Leftovers);
        Assert.True(run.Work!.Resets > 0, "the device was never reset");
        Assert.Equal(on.IsTight, run.Leftovers.Failed > 0);
        Assert.Equal(1, run.Probes);
    }

    /// <summary>Maps, lists, coherent memory and pages fail now and then, in probe as well.</summary>
    [Theory]
    [MemberData(nameof(Troubled))]
    public void A_life_in_which_much_is_refused(string driver, string machine, int seed)
    {
        DriverMachine on = DriverMachines.Find(machine);
        Semantics[] releases = [.. ReleasesOf(on)];
        var faults = new Faults(seed, FaultPercent);
        DriverRun run = Run(driver, on, releases[seed % releases.Length], seed, faults);
        AssertFlawless(run, seed);
        Assert.True(run.Work!.Refused > 0 && faults.Count > 0, $"seed {seed}: nothing was refused");
    }

    /// <summary>4.18 nests its native ops' bounces in Xen's on Arm, and loses the slots: no driver can help it.</summary>
    [Fact]
    public void Slots_that_4_18_loses_on_Arm_are_lost_by_its_nested_pool()
    {
        DriverMachine machine = DriverMachines.All.Single(NestsPools);
        DriverRun run = Run("network rings", machine, Semantics.Linux4_18, Seed, faults: null);
        Assert.True(run.Leftovers is { SlotsInUse: > 0, Reports.Count: 0, LiveMappings: 0 }, run.Leftovers.ToString());
        AssertFlawless(Run("network rings", machine, Semantics.Linux4_18 with { NativePoolInsideXenPool = false }, Seed, faults: null), Seed);
    }

    private static (Device Device, ILifecycle Driver) Make(Bench bench, Func<Bench, Device, ILifecycle> make)
    {
        Device device = bench.AddDevice("device0");
        return (device, make(bench, device));
    }

    private static bool NestsPools(DriverMachine machine) => machine is { Platform: Platform.XenDom0Arm, Pool.Force: true };

    private static IEnumerable<Semantics> ReleasesOf(DriverMachine machine) =>
        Semantics.Releases.Where(release => !NestsPools(machine) || !release.NativePoolInsideXenPool);

    private static DriverRun Run(string driver, DriverMachine machine, Semantics release, int seed, Faults? faults)
    {
        using var bench = new Bench(machine, release, faults);
        (Device device, ILifecycle life) = Drivers[driver](bench);
        return DriverRun.Of(bench, device, life, seed);
    }

    private static void AssertFlawless(DriverRun run, int seed)
    {
        Assert.True(run.Work is not null, $"seed {seed}: no probe of {run.Probes} succeeded");
        Assert.True(run.IsFlawless, $"seed {seed}: {run.Work}, probes undone: {run.IsUndone}\n{run.Leftovers}");
    }

    private static void AssertBounced(DriverMachine machine, Leftovers leftovers)
    {
        if (machine.Bounces == BounceRule.Never) Assert.Equal(0, leftovers.Bounced);
        if (machine.Bounces == BounceRule.Always) Assert.True(leftovers.Bounced > 20 * leftovers.Direct, leftovers.ToString());
        if (machine.Pool.Force) Assert.Equal(0, leftovers.Direct);
    }
}
