using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Defects;

/// <summary>Each historical defect is seen: by the kit, or where the contract leaves the matter open by exact comparison with what the model
/// without it answers.</summary>
public sealed class DefectTests
{
    private static readonly Type[] Stories = [typeof(CoherentStories), typeof(StreamingStories), typeof(InitStories), typeof(PoolStories), typeof(ArmStories)];

    /// <summary>The defects that have a story.</summary>
    public static TheoryData<string> Told => [.. TellersByName().Keys.Order()];

    /// <summary>Those of them that need nothing else to come up: without them there is the contract.</summary>
    public static TheoryData<string> ToldOfTheContract =>
        [.. TellersByName().Keys.Where(static name => Defect.Find(name)!.Without == Semantics.Contract).Order()];

    [Theory]
    [MemberData(nameof(Told))]
    public void A_defect_is_seen(string name)
    {
        Defect defect = Defect.Find(name)!;
        Story story = TellersByName()[name]();
        Scenario owed = story.AnsweredBy(defect.Without);
        Assert.True(Replay.Run(owed, new ModelImplementation(defect.Without), ReplayMode.Exact).Verdict == Verdict.Pass, $"{name}: the contract does not repeat itself");
        Assert.NotNull(DefectSight.Of(owed, defect));
    }

    [Theory]
    [MemberData(nameof(ToldOfTheContract))]
    public void What_a_story_tells_holds_without_the_defect(string name)
    {
        Scenario owed = TellersByName()[name]().AnsweredBy(Semantics.Contract);
        ReplayOutcome outcome = Replay.Run(owed, new ModelImplementation(Semantics.Contract), ReplayMode.Contract, Catalogue.All);
        Assert.True(outcome.Verdict is Verdict.Pass or Verdict.Inconclusive, $"{name}: {outcome.Finding}");
    }

    [Fact]
    public void Every_defect_has_a_story_or_a_test_of_its_own()
    {
        IEnumerable<string> tested = from method in typeof(DirectDefectTests).GetMethods()
                                     where method.GetCustomAttribute<FactAttribute>() is not null
                                     select method.Name;
        Assert.Equal(Defect.All.Select(static defect => defect.Name), TellersByName().Keys.Concat(tested).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_scenario_can_name_the_contract_with_a_defect() => Assert.All(Defect.All, static defect =>
    {
        Assert.Equal(defect.Alone, Semantics.Find($"contract+{defect.Name}"));
        Assert.Equal(defect.Without, Semantics.Find(defect.Without.Name));
    });

    [Fact]
    public void There_are_at_least_75() => Assert.InRange(Defect.All.Count, 75, 113);

    internal static Dictionary<string, Func<Story>> TellersByName() => (
        from type in Stories
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        where method.ReturnType == typeof(Story) && method.GetParameters().Length == 0 && Defect.Find(method.Name) is not null
        select method).ToDictionary(static method => method.Name, static method => method.CreateDelegate<Func<Story>>());
}
