using System;
using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>The suite has teeth: each broken copy of an op is found, named, and shrunk to a handful of steps.</summary>
public sealed class BrokenOpsTests
{
    private const ulong Seed = 20240817;

    /// <summary>The broken copies by name.</summary>
    public static TheoryData<string> Names => [.. BrokenCopies.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_op_is_found_and_shrunk(string name)
    {
        BrokenCopy broken = BrokenCopies.All[name];
        var campaign = new Campaign(broken.Implementation, new CampaignOptions { Cases = 300, Seed = Seed, Semantics = broken.Beside });
        CampaignResult result = campaign.Run();
        Assert.All(broken.Checks, check => Assert.True(
            result.Failures.Any(failure => failure.Finding.Check == check),
            $"{name}: {check} found nothing; seed {Seed}, found: {string.Join("; ", result.Failures.Select(static failure => failure.Finding))}"));
        foreach (CampaignFailure failure in result.Failures.Where(failure => broken.Checks.Contains(failure.Finding.Check)))
        {
            string story = string.Join("\n", failure.Scenario.Steps.Select(static (step, i) => $"#{i} {StepText.Of(step)}"));
            Assert.True(failure.Scenario.Steps.Length <= 6, $"{name}: {failure.Finding} in {failure.Scenario.Steps.Length} steps; seed {Seed}\n{story}");
            Assert.Single(failure.Scenario.Machine.Devices);
        }
    }

    [Fact]
    public void Every_invariant_has_a_mistake_that_it_names() => Assert.Equal(
        Catalogue.All.Select(static invariant => invariant.Id).Order(StringComparer.Ordinal),
        BrokenCopies.All.Values.SelectMany(static copy => copy.Checks).Concat(DefectCampaignTests.Named.Select(static row => row.Check))
            .Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_broken_copy_is_listed() => Assert.Equal(
        typeof(DelegatingOps).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DelegatingOps))).Select(static type => type.Name).Order(StringComparer.Ordinal),
        BrokenCopies.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_shrunk_scenario_fails_again_and_the_model_passes_it()
    {
        CampaignFailure failure = new Campaign(BrokenCopies.All[nameof(NoStraddleCheck)].Implementation, new CampaignOptions { Cases = 100, Seed = Seed }).Run().Failures[0];
        Assert.Equal(failure.Finding, new CaseRunner(BrokenCopies.All[nameof(NoStraddleCheck)].Implementation, Catalogue.All).Run(failure.Scenario).Finding);
        Assert.Equal(Verdict.Pass, new CaseRunner(new ModelImplementation(), Catalogue.All).Run(failure.Scenario).Verdict);
    }

    [Fact]
    public void A_campaign_depends_on_its_options_alone()
    {
        static string Run(int parallelism)
        {
            CampaignResult result = new Campaign(BrokenCopies.All[nameof(ErrorIsZero)].Implementation, new CampaignOptions { Cases = 120, Seed = Seed, Parallelism = parallelism }).Run();
            return $"{result.Steps}; {string.Join("; ", result.Failures.Select(static failure => $"{failure.CaseIndex} {failure.Finding}"))}";
        }

        Assert.Equal(Run(1), Run(2));
    }
}
