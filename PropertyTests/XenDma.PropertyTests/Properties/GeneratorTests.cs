using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Properties;

public sealed class GeneratorTests
{
    private const ulong Seed = 77;
    private const int LabelCases = 2500;

    public static TheoryData<string> Releases => [.. Semantics.Releases.Select(static release => release.Name)];

    private static IEnumerable<Scenario> Sample(int count, Semantics release) =>
        Enumerable.Range(0, count).Select(i => ScenarioGenerator.Make(SplitMix.SeedOf(Seed, i), 40, release));

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_scenario_is_legal_and_its_machine_sound(string release)
    {
        foreach (Scenario scenario in Sample(200, Semantics.Find(release)!))
        {
            Assert.True(Legality.IsLegal(scenario), scenario.Source);
            using var machine = new Machine(scenario.Machine.Layout);
            Assert.True(machine.Pages.FreeCount > 0, scenario.Source);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_scenario()
    {
        GeneratedCase first = ScenarioGenerator.MakeCase(Seed, 40, Semantics.Linux4_18), second = ScenarioGenerator.MakeCase(Seed, 40, Semantics.Linux4_18);
        Assert.Equal(first.Scenario.Steps.Select(StepText.Of), second.Scenario.Steps.Select(StepText.Of));
        Assert.Equal(first.Scenario.Machine.Layout.Owned!.Value.AsEnumerable(), second.Scenario.Machine.Layout.Owned!.Value.AsEnumerable());
        Assert.Equal(first.Labels.AsEnumerable(), second.Labels.AsEnumerable());
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_label_occurs_and_none_that_is_not_declared(string release)
    {
        var options = new CampaignOptions { Cases = LabelCases, Seed = Seed, Semantics = Semantics.Find(release)!, Invariants = [] };
        CampaignResult result = new Campaign(new ModelImplementation(), options).Run();
        Assert.Empty(result.Failures.Select(static failure => failure.Finding));
        Assert.True(result.Unseen.IsEmpty, $"seed {Seed}, {LabelCases} cases: never seen: {string.Join(", ", result.Unseen)}");
        Assert.Empty(result.Labels.Keys.Except(Labels.All));
    }

    [Fact]
    public void A_label_that_is_never_seen_is_named()
    {
        var options = new CampaignOptions { Cases = 1, Seed = Seed, MaxSteps = 4 };
        CampaignResult result = new Campaign(new ModelImplementation(), options).Run();
        Assert.Equal(1, result.Labels["op: init"]);
        Assert.Equal(Labels.AllOf(Semantics.Linux4_18, [Platform.XenPv]).Except(result.Labels.Keys).Order(StringComparer.Ordinal), result.Unseen.Order(StringComparer.Ordinal));
        Assert.Contains("failure: no slots", result.Unseen);
    }

    [Fact]
    public void What_an_implementation_cannot_show_is_not_missed()
    {
        IEnumerable<string> Missing(OfferedOps offers, params string[] seen) => Labels.Missing(Semantics.Contract, [Platform.XenPv], offers, seen);
        const OfferedOps Lists = OfferedOps.MapSg | OfferedOps.UnmapSg;
        Assert.Equal(Labels.AllOf(Semantics.Contract, [Platform.XenPv]).Order(StringComparer.Ordinal), Missing(OfferedOps.All).Order(StringComparer.Ordinal));
        Assert.Contains("list: mixed", Missing(Lists | OfferedOps.Streaming));
        Assert.DoesNotContain(Missing(OfferedOps.All & ~Lists), static label => label.StartsWith("list: ", StringComparison.Ordinal) || label.EndsWith("map_sg", StringComparison.Ordinal));
        Assert.DoesNotContain(Missing(OfferedOps.All & ~OfferedOps.PoolInspection), static label => label.StartsWith("pressure: ", StringComparison.Ordinal));
        Assert.DoesNotContain(Missing(OfferedOps.All & ~OfferedOps.Free), static label => label.StartsWith("coherent: ", StringComparison.Ordinal));
        Assert.Contains("sync: part", Missing(OfferedOps.SyncSingleForCpu));
        Assert.DoesNotContain("sync: part", Missing(OfferedOps.All & ~(OfferedOps.SyncSingleForCpu | OfferedOps.SyncSingleForDevice)));

        // An init that fails for want of frames is an answer: life without a pool is then never met.
        Assert.Contains("pressure: no pool", Missing(OfferedOps.All, "pool: absent"));
        Assert.DoesNotContain("pressure: no pool", Missing(OfferedOps.All, "pool: absent", "failure: init"));
    }

    [Fact]
    public void Candidates_of_a_shrink_are_legal_and_simpler()
    {
        foreach (Scenario scenario in Sample(6, Semantics.Linux6_14))
        {
            Scenario[] candidates = [.. Shrinker.Candidates(scenario).Take(400)];
            Assert.NotEmpty(candidates);
            Assert.All(candidates, candidate => Assert.True(Legality.IsLegal(candidate)));
            Assert.All(candidates, candidate => Assert.True(candidate.Steps.Length <= scenario.Steps.Length));
            Assert.Contains(candidates, candidate => candidate.Steps.Length < scenario.Steps.Length);
        }
    }

    [Fact]
    public void Shrinking_ends_at_the_least_that_still_fails()
    {
        Scenario scenario = With<MapPageStep>();
        Scenario shrunk = Shrinker.Shrink(scenario, static candidate => candidate.Steps.Any(static step => step is MapPageStep));
        Assert.Equal(2, shrunk.Steps.Length);
        var map = Assert.IsType<MapPageStep>(shrunk.Steps[1]);
        Assert.Equal((0UL, 1UL, DmaAttrs.None), (map.Offset, map.Size, map.Attrs));
        Assert.Single(shrunk.Machine.Devices);
        Assert.True(shrunk.Machine.Layout.Spare.Length <= 1);
    }

    [Fact]
    public void A_list_shrinks_to_the_entry_that_matters()
    {
        static bool Fills(Scenario scenario) => scenario.Steps.Any(static step => step is DeviceFillStep { Dma.Segment: not null });
        Scenario shrunk = Shrinker.Shrink(With<DeviceFillStep>(static fill => fill.Dma.Segment > 0), Fills);
        Assert.Equal(3, shrunk.Steps.Length);
        Assert.Single(Assert.IsType<MapSgStep>(shrunk.Steps[1]).Segments);
        Assert.Equal(Operand.OfSegment(1, 0), Assert.IsType<DeviceFillStep>(shrunk.Steps[2]).Dma);
    }

    [Fact]
    public void An_allocation_shrinks_with_all_that_names_it()
    {
        static bool Frees(Scenario scenario) => scenario.Steps.Any(static step => step is FreeStep);
        Scenario shrunk = Shrinker.Shrink(With<FreeStep>(), Frees);
        Assert.Equal(3, shrunk.Steps.Length);
        Assert.Equal(1UL, Assert.IsType<AllocStep>(shrunk.Steps[1]).Size);
        Assert.Equal(1UL, Assert.IsType<FreeStep>(shrunk.Steps[2]).Size);
    }

    private static Scenario With<T>(Func<T, bool>? holds = null)
        where T : Step =>
        Sample(400, Semantics.Linux6_14).First(scenario => scenario.Steps.OfType<T>().Any(step => holds?.Invoke(step) ?? true));
}
