using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Reuse;

/// <summary>A run on memory and tables that another run has used shows what a run on new ones shows.</summary>
public sealed class ReusedMachineTests
{
    private const ulong Seed = 77;
    private const int Cases = 120;

    [Theory]
    [InlineData("contract")]
    [InlineData("4.18")]
    [InlineData("6.14")]
    public void A_reused_machine_shows_what_a_new_one_shows(string release)
    {
        Semantics semantics = Semantics.Find(release)!;
        IReadOnlyList<Platform> platforms = ScenarioGenerator.PlatformsOf(semantics);
        using var bench = new Workbench();
        for (int i = 0; i < Cases; i++)
        {
            Scenario scenario = ScenarioGenerator.Make(SplitMix.SeedOf(Seed, i), 4 + (i % 50), semantics, platforms[i % platforms.Count]);
            using var reused = new ScenarioRun(scenario, new ModelImplementation(), skipsDead: true, bench);
            using var fresh = new ScenarioRun(scenario, new ModelImplementation(), skipsDead: true);

            // To look at all memory is to touch it, so that is done for some at the beginning and for all at the end.
            if (i % 3 == 0) AssertAlike(fresh, reused, $"case {i} of seed {Seed}, before it");
            for (int step = 0; step < scenario.Steps.Length; step++)
            {
                StepResult expected = fresh.Execute(step), actual = reused.Execute(step);
                Assert.True(expected.Equals(actual), $"case {i} of seed {Seed}, step {step}: {StepText.Of(expected)} on a new machine, {StepText.Of(actual)} on a reused one");
            }

            AssertAlike(fresh, reused, $"case {i} of seed {Seed}, after it");
            if (i % 2 == 0) Spoil(reused.Machine);
        }
    }

    /// <summary>Leaves nothing as it was, for the next run to find.</summary>
    private static unsafe void Spoil(Machine machine)
    {
        new Span<byte>(machine.Memory.Origin, (int)machine.Memory.Size).Fill(0xEE);
        machine.Memory.CleanCache(default, machine.Memory.Size);
        for (ulong pfn = 0; pfn < machine.P2M.FrameCount; pfn += 3)
        {
            if (machine.P2M.Word(pfn) != XenPage.NoFrame) machine.Hypervisor.DecreaseReservation(new Pfn(pfn));
        }
    }

    private static void AssertAlike(ScenarioRun fresh, ScenarioRun reused, string place)
    {
        Machine one = fresh.Machine, other = reused.Machine;
        int size = (int)one.Memory.Size;
        Assert.True(one.Memory.Cpu(default, size).SequenceEqual(other.Memory.Cpu(default, size)), $"{place}: another byte for the CPU");
        Assert.True(DeviceView(one).AsSpan().SequenceEqual(DeviceView(other)), $"{place}: another byte for a device");
        Assert.Equal(one.P2M.FrameCount, other.P2M.FrameCount);
        for (ulong pfn = 0; pfn <= one.P2M.FrameCount; pfn++)
        {
            ulong word = one.P2M.Word(pfn), mfn = one.P2M.PfnToMfn(pfn);
            Assert.True(
                word == other.P2M.Word(pfn) && one.Pages.IsFree(pfn) == other.Pages.IsFree(pfn) && one.P2M.MfnToOwnedPfn(mfn) == other.P2M.MfnToOwnedPfn(mfn)
                && one.P2M.MfnToForeignPfn(mfn) == other.P2M.MfnToForeignPfn(mfn) && one.P2M.MfnToOwnedPfn(pfn) == other.P2M.MfnToOwnedPfn(pfn),
                $"{place}: guest frame 0x{pfn:x} differs");
        }

        Assert.Equal(one.Hypervisor.Spare, other.Hypervisor.Spare);
        Assert.Equal((one.Pages.FreeCount, one.Hypervisor.SpareCount, one.Log.Count), (other.Pages.FreeCount, other.Hypervisor.SpareCount, other.Log.Count));
        Assert.Equal(one.Log.Lines, other.Log.Lines);
        Assert.Equal(PoolOf(fresh), PoolOf(reused));
    }

    private static byte[] DeviceView(Machine machine)
    {
        byte[] bytes = new byte[machine.Memory.Size];
        for (int at = 0; at < bytes.Length; at += (int)XenPage.Size)
            machine.Memory.DeviceRead(new PhysAddr((ulong)at), bytes.AsSpan(at, (int)XenPage.Size), coherent: false);
        return bytes;
    }

    private static string PoolOf(ScenarioRun run)
    {
        if (run.Pool is not { } pool) return "none";
        string range = pool.TryGetPoolRange(out PhysAddr start, out PhysAddr end) ? $"{start}..{end}" : "none";
        string fault = run.Ops is XenSwiotlbOps { Pool: { } slots } ? slots.FindFault() ?? "" : "";
        return $"{range}, {pool.SlotsInUse} in use, {string.Join(',', run.Devices.Select(pool.MaxMappingSize))} {fault}";
    }
}
