using System.IO;
using System.Linq;
using System.Text;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using XenDma.Specs.Scenarios.Json;
using XenDma.Translation;
using Xunit;

namespace XenDma.PropertyTests.Scenarios;

/// <summary>A saved scenario loses nothing: what is read again is what was written, and runs the same.</summary>
public sealed class SavedScenarioTests
{
    private const int Cases = 150;
    private const ulong Seed = 77;

    public static TheoryData<string, Platform> ReleasesAndPlatforms
    {
        get
        {
            var data = new TheoryData<string, Platform>();
            foreach (Semantics release in Semantics.Releases.Append(Semantics.Contract))
            {
                foreach (Platform platform in ScenarioGenerator.PlatformsOf(release)) data.Add(release.Name, platform);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ReleasesAndPlatforms))]
    public void It_reads_as_it_was_and_replays_the_same(string release, Platform platform)
    {
        for (int i = 0; i < Cases; i++)
        {
            Scenario scenario = WithoutEmptyResults(
                CaseRunner.WithModelResults(ScenarioGenerator.Make(SplitMix.SeedOf(Seed, i), 4 + (i % 57), Semantics.Find(release)!, platform)));
            string line = ScenarioWriter.ToLine(scenario), text = ScenarioWriter.ToText(scenario);
            Scenario again = Samples.ReadOne(line), pretty = Samples.ReadOne(text, "a.json");
            Assert.True(Same.Scenarios(scenario, again) && Same.Scenarios(scenario, pretty), $"case {i} of seed {Seed}");
            Assert.Equal(line, ScenarioWriter.ToLine(pretty));
            Assert.Equal(text, ScenarioWriter.ToText(again));
            Assert.Equal(line, ScenarioWriter.ToLine(CaseRunner.WithModelResults(again)));
        }
    }

    /// <summary>A fill that was done tells nothing, and the format has no result for it.</summary>
    private static Scenario WithoutEmptyResults(Scenario scenario) =>
        scenario with { Steps = [.. scenario.Steps.Select(static step => step is CpuFillStep or DeviceFillStep && step.Result is Done ? step with { Result = null } : step)] };

    [Fact]
    public void A_failure_s_scenario_fails_again_from_its_file()
    {
        var broken = new ModelImplementation(Defect.Find(nameof(Semantics.SyncIgnoresOffset))!.Alone);
        CampaignResult result = new Campaign(broken, new CampaignOptions { Cases = 60, Seed = Seed, Semantics = Semantics.Contract }).Run();
        Assert.NotEmpty(result.Failures);
        Assert.All(result.Failures, failure =>
        {
            string path = Path.GetTempFileName();
            ScenarioWriter.Save(failure.Scenario, path);
            Scenario again = Samples.ReadOne(File.ReadAllText(path, Encoding.UTF8), "a.json");
            File.Delete(path);
            Assert.Equal(failure.Finding, new CaseRunner(broken, Catalogue.All).Run(again).Finding);
        });
    }
}
