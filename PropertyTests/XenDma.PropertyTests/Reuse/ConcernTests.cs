using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Reuse;

/// <summary>An invariant that is asked only about the steps that it says concern it judges as one that is asked about all.</summary>
public sealed class ConcernTests
{
    private const int Cases = 300;

    public static TheoryData<string> Subjects => ["", .. Defect.All.Select(static defect => defect.Name)];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Asked_about_all_steps_it_judges_no_other(string defect)
    {
        var subject = new ModelImplementation(defect.Length == 0 ? Semantics.Contract : Defect.Find(defect)!.Alone);
        IReadOnlyList<Platform> platforms = [Platform.XenPv, Platform.XenDom0Arm];
        var options = new CampaignOptions { Cases = defect.Length == 0 ? Cases : Cases / 5, Seed = 3, Semantics = Semantics.Contract, Platforms = platforms };
        CaseRunner some = new(subject, Catalogue.All), all = new(subject, [.. Catalogue.All.Select(static invariant => new Everywhere(invariant))]);
        for (int i = 0; i < options.Cases; i++)
        {
            Scenario scenario = Campaign.CaseOf(options, i).Scenario;
            CaseResult expected = all.Run(scenario), actual = some.Run(scenario);
            Assert.Equal((expected.Verdict, expected.Finding, expected.Reason), (actual.Verdict, actual.Finding, actual.Reason));
            Assert.Equal(expected.Exercised, actual.Exercised);
        }
    }

    [Fact]
    public void Who_looks_before_a_step_says_so()
    {
        foreach (Invariant invariant in Catalogue.All)
        {
            bool looks = invariant.GetType().GetNestedTypes(BindingFlags.NonPublic)
                .Any(static nested => nested.GetMethod(nameof(InvariantJudge.Before))?.DeclaringType is { } declaring && declaring != typeof(InvariantJudge));
            Assert.True(looks == invariant.LooksBefore, $"{invariant}: its judge looks before: {looks}; it says: {invariant.LooksBefore}");
        }
    }

    [Fact]
    public void Every_step_is_of_one_kind()
    {
        foreach (StepKinds kind in CaseSteps().Select(static step => step.Kind)) Assert.True(System.Numerics.BitOperations.IsPow2((int)kind) && kind < StepKinds.MovesFrames);
    }

    private static IEnumerable<Step> CaseSteps() =>
        Enumerable.Range(0, 50).SelectMany(static i => Campaign.CaseOf(new CampaignOptions { Seed = 5 }, i).Scenario.Steps);

    /// <summary>An invariant that is asked about everything.</summary>
    private sealed class Everywhere(Invariant invariant) : Invariant
    {
        public override string Id => invariant.Id;

        public override string Title => invariant.Title;

        public override string Statement => invariant.Statement;

        public override string Formula => invariant.Formula;

        public override string Source => invariant.Source;

        public override Capabilities Needs => invariant.Needs;

        public override bool LooksBefore => true;

        public override InvariantJudge Judge(RunFacts facts) => invariant.Judge(facts);
    }
}
