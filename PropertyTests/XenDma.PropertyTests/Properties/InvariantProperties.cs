using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using XenDma.Specs.Adapters;
using XenDma.Specs.Generation;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>The invariants hold for the model: FsCheck draws the scenarios and shrinks what fails.</summary>
public sealed class InvariantProperties
{
    private const ulong Seed = 4181;

    // What is rare, an init that fails, is looked for longer.
    private const ulong Rounds = 8;

    public static TheoryData<string, string> ReleasesAndInvariants
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Semantics release in Semantics.Releases)
            {
                foreach (Invariant invariant in Catalogue.All.Where(invariant => IsOwed(release, invariant))) data.Add(release.Name, invariant.Id);
            }

            return data;
        }
    }

    /// <summary>A release that keeps no address bits is not asked to, nor one that leaves slots as they were.</summary>
    private static bool IsOwed(Semantics release, Invariant invariant) => invariant switch
    {
        KeepsAlignment => !release.MinAlignIgnored,
        NoResidueForTheDevice or NoResidueForTheCaller => !release.FromDeviceSlotUninitialised,
        _ => true,
    };

    /// <summary>Caches are past the device, and devices are dispatched, on Arm.</summary>
    private static Platform PlatformOf(Invariant invariant) =>
        invariant is BytesArrivePastACache or XenServesDevices ? Platform.XenDom0Arm : Platform.XenPv;

    [Theory]
    [MemberData(nameof(ReleasesAndInvariants))]
    public void The_model_keeps_the_invariant(string release, string id)
    {
        Semantics semantics = Semantics.Find(release)!;
        var runner = new CaseRunner(new ModelImplementation(), [Catalogue.Find(id)!]);
        long judged = 0;
        for (ulong round = 0; round < Rounds && judged == 0; round++)
        {
            Prop.ForAll(Scenarios.Arbitrary(semantics, PlatformOf(Catalogue.Find(id)!)), scenario =>
            {
                CaseResult result = runner.Run(scenario);
                judged += result.Exercised[0];
                return (result.Verdict == Verdict.Pass).Label($"{result.Verdict}: {result.Finding}{result.Reason}; {scenario.Source}");
            }).Check(Config.QuickThrowOnFailure.WithReplay(Seed + round, 1).WithMaxTest(100).WithEndSize(60));
        }

        Assert.True(judged > 0, $"{id}: no scenario of seed {Seed} gave it anything to judge");
    }

    /// <summary>Scenarios as FsCheck draws and shrinks them.</summary>
    private static class Scenarios
    {
        internal static Arbitrary<Scenario> Arbitrary(Semantics semantics, Platform platform)
        {
            Gen<Scenario> scenarios = Gen.Sized(size =>
                Gen.Choose(0, int.MaxValue).Select(seed => ScenarioGenerator.Make(SplitMix.SeedOf((ulong)seed, 0), 4 + size, semantics, platform)));
            return Arb.From(scenarios, Shrinker.Candidates);
        }
    }
}
