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

    private static IEnumerable<Scenario> Sample(int count) =>
        Enumerable.Range(0, count).Select(static i => ScenarioGenerator.Make(SplitMix.SeedOf(Seed, i), 40, Semantics.Linux4_18));

    [Fact]
    public void Every_scenario_is_legal_and_its_machine_sound()
    {
        foreach (Scenario scenario in Sample(200))
        {
            Assert.True(Legality.IsLegal(scenario), scenario.Source);
            using var machine = new Machine(scenario.Machine.Layout);
            Assert.True(machine.Pages.FreeCount > 0, scenario.Source);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_scenario()
    {
        Scenario first = ScenarioGenerator.Make(Seed, 40, Semantics.Linux4_18), second = ScenarioGenerator.Make(Seed, 40, Semantics.Linux4_18);
        Assert.Equal(first.Steps.AsEnumerable(), second.Steps.AsEnumerable());
        Assert.Equal(first.Machine.Layout.Owned!.Value.AsEnumerable(), second.Machine.Layout.Owned!.Value.AsEnumerable());
    }

    [Fact]
    public void All_layouts_paths_and_page_boundaries_occur()
    {
        Dictionary<string, int> seen = [];
        foreach (Scenario scenario in Sample(400))
        {
            Count(scenario.Source[scenario.Source.LastIndexOf(' ')..].Trim());
            foreach (Step step in CaseRunner.WithModelResults(scenario).Steps) Look(step);
            if (FillsItsPool(scenario)) Count("fills its pool");
        }

        string[] wanted =
        [
            .. Enum.GetNames<LayoutClass>(),
            "ends at a page boundary", "crosses a page boundary", "starts just behind a page boundary",
            "mapped", "failed", "fills its pool", "refused: no direction", "skips the sync", "part of a mapping",
            .. Enum.GetNames<DmaDirection>(),
        ];
        Assert.All(wanted, label => Assert.True(seen.GetValueOrDefault(label) > 0, $"'{label}' never occurred, seed {Seed}"));

        void Count(string label) => seen[label] = seen.GetValueOrDefault(label) + 1;

        void Look(Step step)
        {
            if (step is SyncSingleStep { Dma.Value: > 0 }) Count("part of a mapping");
            if (step is not MapPageStep map) return;
            Count(map.Direction.ToString());
            ulong end = map.Offset + map.Size;
            if (end % XenPage.Size == 0) Count("ends at a page boundary");
            else if (end > XenPage.Size) Count("crosses a page boundary");
            if (map.Offset is > 0 and < 65) Count("starts just behind a page boundary");
            if (map.Attrs != DmaAttrs.None) Count("skips the sync");
            Count(map.Result switch { Mapped => "mapped", NotMapped => "failed", Bug => "refused: no direction", _ => "not run" });
        }
    }

    private static bool FillsItsPool(Scenario scenario)
    {
        using var run = new ScenarioRun(scenario, new ModelImplementation(), skipsDead: true);
        for (int i = 0; i < scenario.Steps.Length; i++) run.Execute(i);
        return run.Machine.Log.Lines.Any(static line => line.Message.Contains("swiotlb buffer is full", StringComparison.Ordinal));
    }

    [Fact]
    public void Candidates_of_a_shrink_are_legal_and_simpler()
    {
        Scenario scenario = ScenarioGenerator.Make(Seed, 30, Semantics.Linux4_18);
        Scenario[] candidates = [.. Shrinker.Candidates(scenario).Take(500)];
        Assert.NotEmpty(candidates);
        Assert.All(candidates, candidate => Assert.True(Legality.IsLegal(candidate)));
        Assert.All(candidates, candidate => Assert.True(candidate.Steps.Length <= scenario.Steps.Length));
        Assert.Contains(candidates, candidate => candidate.Steps.Length < scenario.Steps.Length);
    }

    [Fact]
    public void Shrinking_ends_at_the_least_that_still_fails()
    {
        Scenario scenario = ScenarioGenerator.Make(SplitMix.SeedOf(Seed, 3), 50, Semantics.Linux4_18);
        Scenario shrunk = Shrinker.Shrink(scenario, static candidate => candidate.Steps.Any(static step => step is MapPageStep));
        Assert.Equal(2, shrunk.Steps.Length);
        var map = Assert.IsType<MapPageStep>(shrunk.Steps[1]);
        Assert.Equal((0UL, 1UL, DmaAttrs.None), (map.Offset, map.Size, map.Attrs));
    }
}
