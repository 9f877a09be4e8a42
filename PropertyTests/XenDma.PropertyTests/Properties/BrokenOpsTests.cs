using System;
using System.Collections.Generic;
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

    public static TheoryData<string, string[]> Broken => new()
    {
        { nameof(NoStraddleCheck), ["XD-STRAD-1"] },
        { nameof(MaskAgainstFirstByte), ["XD-MASK-1"] },
        { nameof(ErrorIsZero), ["XD-ERR-1", "XD-ERR-3"] },
        { nameof(MaskIsExclusive), ["XD-ERR-1"] },
        { nameof(SyncForCpuDoesNothing), ["XD-CONT-2"] },
        { nameof(UnmapLeaksSlots), ["XD-SLOT-2"] },
        { nameof(GuestAddressOnTheBus), ["XD-TRANS-1"] },
        { nameof(FailureKeepsAPage), ["XD-ERR-2"] },
        { nameof(SlotGivenTwice), ["XD-SLOT-1"] },
        { nameof(BoundaryIgnored), ["XD-BOUND-1"] },
        { nameof(AlwaysBounces), ["XD-DIRECT-1"] },
        { nameof(ForceIgnored), ["XD-DIRECT-1"] },
        { nameof(ListFailsHalfWay), ["XD-SG-1"] },
        { nameof(SyncForDeviceDoesNothing), ["XD-CONT-1"] },
        { nameof(ListUnmapSkipsTheSync), ["XD-CONT-2"] },
        { nameof(UnmapWritesBeyond), ["XD-CONT-3"] },
        { nameof(BreachUnmaps), ["XD-NONE-1"] },
        { nameof(SupportsNarrowMasksOnly), ["XD-SUP-1"] },
        { nameof(CoherentAsItLies), ["XD-COH-1", "XD-COH-2"] },
        { nameof(CoherentKeepsJunk), ["XD-COH-3"] },
        { nameof(FreeForgets), ["XD-COH-4"] },
        { nameof(OneMachineFrameTwice), ["XD-P2M-1"] },
        { nameof(MmapShowsMachineFrames), ["XD-MMAP-1"] },
        { nameof(TableEndsWithinAPage), ["XD-MMAP-2"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_op_is_found_and_shrunk(string name, string[] checks)
    {
        var campaign = new Campaign(Make(name), new CampaignOptions { Cases = 300, Seed = Seed });
        CampaignResult result = campaign.Run();
        Assert.All(checks, check => Assert.True(
            result.Failures.Any(failure => failure.Finding.Check == check),
            $"{name}: {check} found nothing; seed {Seed}, found: {string.Join("; ", result.Failures.Select(static failure => failure.Finding))}"));
        foreach (CampaignFailure failure in result.Failures.Where(failure => checks.Contains(failure.Finding.Check)))
        {
            string story = string.Join("\n", failure.Scenario.Steps.Select(static (step, i) => $"#{i} {StepText.Of(step)}"));
            Assert.True(failure.Scenario.Steps.Length <= 6, $"{name}: {failure.Finding} in {failure.Scenario.Steps.Length} steps; seed {Seed}\n{story}");
            Assert.Single(failure.Scenario.Machine.Devices);
        }
    }

    [Fact]
    public void A_shrunk_scenario_fails_again_and_the_model_passes_it()
    {
        CampaignFailure failure = new Campaign(Make(nameof(NoStraddleCheck)), new CampaignOptions { Cases = 100, Seed = Seed }).Run().Failures[0];
        Assert.Equal(failure.Finding, new CaseRunner(Make(nameof(NoStraddleCheck)), Catalogue.All).Run(failure.Scenario).Finding);
        Assert.Equal(Verdict.Pass, new CaseRunner(new ModelImplementation(), Catalogue.All).Run(failure.Scenario).Verdict);
    }

    [Fact]
    public void A_campaign_depends_on_its_options_alone()
    {
        static string Run(int parallelism)
        {
            CampaignResult result = new Campaign(Make(nameof(ErrorIsZero)), new CampaignOptions { Cases = 120, Seed = Seed, Parallelism = parallelism }).Run();
            return $"{result.Steps}; {string.Join("; ", result.Failures.Select(static failure => $"{failure.CaseIndex} {failure.Finding}"))}";
        }

        Assert.Equal(Run(1), Run(2));
    }

    private static IImplementation Make(string name) => Makers[name]();

    private static readonly Dictionary<string, Func<IImplementation>> Makers = new()
    {
        [nameof(NoStraddleCheck)] = static () => DelegatingOps.Implementation(static (machine, pool) => new NoStraddleCheck(machine, pool)),
        [nameof(MaskAgainstFirstByte)] = static () => DelegatingOps.Implementation(static (machine, pool) => new MaskAgainstFirstByte(machine, pool)),
        [nameof(ErrorIsZero)] = static () => DelegatingOps.Implementation(static (machine, pool) => new ErrorIsZero(machine, pool)),
        [nameof(MaskIsExclusive)] = static () => DelegatingOps.Implementation(static (machine, pool) => new MaskIsExclusive(machine, pool)),
        [nameof(SyncForCpuDoesNothing)] = static () => DelegatingOps.Implementation(static (machine, pool) => new SyncForCpuDoesNothing(machine, pool)),
        [nameof(UnmapLeaksSlots)] = static () => DelegatingOps.Implementation(static (machine, pool) => new UnmapLeaksSlots(machine, pool)),
        [nameof(GuestAddressOnTheBus)] = static () => DelegatingOps.Implementation(static (machine, pool) => new GuestAddressOnTheBus(machine, pool)),
        [nameof(FailureKeepsAPage)] = static () => DelegatingOps.Implementation(static (machine, pool) => new FailureKeepsAPage(machine, pool)),
        [nameof(SlotGivenTwice)] = static () => DelegatingOps.Implementation(static (machine, pool) => new SlotGivenTwice(machine, pool)),
        [nameof(BoundaryIgnored)] = static () => DelegatingOps.Implementation(static (machine, pool) => new BoundaryIgnored(machine, pool)),
        [nameof(AlwaysBounces)] = static () => DelegatingOps.Implementation(static (machine, pool) => new AlwaysBounces(machine, pool)),
        [nameof(ForceIgnored)] = static () => DelegatingOps.Implementation(static (machine, pool) => new ForceIgnored(machine, pool)),
        [nameof(ListFailsHalfWay)] = static () => DelegatingOps.Implementation(static (machine, pool) => new ListFailsHalfWay(machine, pool)),
        [nameof(SyncForDeviceDoesNothing)] = static () => DelegatingOps.Implementation(static (machine, pool) => new SyncForDeviceDoesNothing(machine, pool)),
        [nameof(ListUnmapSkipsTheSync)] = static () => DelegatingOps.Implementation(static (machine, pool) => new ListUnmapSkipsTheSync(machine, pool)),
        [nameof(UnmapWritesBeyond)] = static () => DelegatingOps.Implementation(static (machine, pool) => new UnmapWritesBeyond(machine, pool)),
        [nameof(BreachUnmaps)] = static () => DelegatingOps.Implementation(static (machine, pool) => new BreachUnmaps(machine, pool)),
        [nameof(SupportsNarrowMasksOnly)] = static () => DelegatingOps.Implementation(static (machine, pool) => new SupportsNarrowMasksOnly(machine, pool)),
        [nameof(CoherentAsItLies)] = static () => DelegatingOps.Implementation(static (machine, pool) => new CoherentAsItLies(machine, pool)),
        [nameof(CoherentKeepsJunk)] = static () => DelegatingOps.Implementation(static (machine, pool) => new CoherentKeepsJunk(machine, pool)),
        [nameof(FreeForgets)] = static () => DelegatingOps.Implementation(static (machine, pool) => new FreeForgets(machine, pool)),
        [nameof(OneMachineFrameTwice)] = static () => DelegatingOps.Implementation(static (machine, pool) => new OneMachineFrameTwice(machine, pool)),
        [nameof(MmapShowsMachineFrames)] = static () => DelegatingOps.Implementation(static (machine, pool) => new MmapShowsMachineFrames(machine, pool)),
        [nameof(TableEndsWithinAPage)] = static () => DelegatingOps.Implementation(static (machine, pool) => new TableEndsWithinAPage(machine, pool)),
    };
}
