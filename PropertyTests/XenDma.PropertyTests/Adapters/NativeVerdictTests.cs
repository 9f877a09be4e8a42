using System;
using System.Collections.Generic;
using System.Linq;
using XenDma.PropertyTests.Samples;
using XenDma.Specs.Adapters;
using XenDma.Specs.Adapters.Isolation;
using XenDma.Specs.Adapters.Native;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Adapters;

/// <summary>What a native library does becomes a verdict that names the step, and the campaign goes on.</summary>
public sealed class NativeVerdictTests
{
    private static readonly ChildLimits Limits = new()
    {
        Busy = TimeSpan.FromSeconds(1),
        Still = TimeSpan.FromSeconds(2),
        MemoryBytes = 512 << 20,
        MaxDeaths = 2,
        MaxDeathsWhileShrinking = 5,
    };

    [CompilerTheory("cc")]
    [InlineData("plain")]
    [InlineData("chatty")]
    public void A_right_library_passes_whatever_it_prints(string fixture)
    {
        CampaignResult result = Verify(NativeCompiler.Fixture(fixture), 120);
        Assert.Empty(result.Failures);
        Assert.Null(result.Stopped);
        Assert.Equal(120, result.Cases);
    }

    /// <summary>The same cases, the same steps, the same answers.</summary>
    [CompilerFact("cc")]
    public void A_child_comes_to_what_the_process_comes_to()
    {
        string library = NativeCompiler.Fixture("plain");
        CampaignResult inChild = Verify(library, 120), inProcess = new Campaign(NativeImplementation.Load(library), Options(120)).Run();
        Assert.Equal(
            (inProcess.Cases, inProcess.Steps, inProcess.Inconclusive, inProcess.Offers), (inChild.Cases, inChild.Steps, inChild.Inconclusive, inChild.Offers));
        Assert.Equal(inProcess.Exercised, inChild.Exercised);
        Assert.Equal(inProcess.Labels, inChild.Labels);
    }

    [CompilerFact("cc")]
    public void What_is_lacking_is_not_called()
    {
        CampaignResult result = Verify(NativeCompiler.Fixture("plain"), 120);
        Assert.Equal(
            OfferedOps.Alloc | OfferedOps.Free | OfferedOps.Mmap | OfferedOps.GetSgTable | OfferedOps.SyncSgForCpu | OfferedOps.SyncSgForDevice,
            OfferedOps.All & ~result.Offers);
        Assert.Equal(0, result.Exercised["XD-COH-1"]);
        Assert.Equal(0, result.Exercised["XD-MMAP-1"]);
    }

    [CompilerTheory("cc")]
    [InlineData("segfault", "", Verdict.Crashed, typeof(MapPageStep), "SIGSEGV")]
    [InlineData("aborts", "", Verdict.Crashed, typeof(SyncSingleStep), "no sync is that long")]
    [InlineData("exits", "", Verdict.Crashed, typeof(UnmapPageStep), "exit status 0")]
    [InlineData("grows", "", Verdict.Crashed, typeof(MapSgStep), "more than 512 MiB")]
    [InlineData("outside", "BEFORE", Verdict.Crashed, typeof(MapPageStep), "SIGSEGV")]
    [InlineData("outside", "JUST_BEHIND", Verdict.Crashed, typeof(MapPageStep), "SIGSEGV")]
    [InlineData("outside", "FAR", Verdict.Crashed, typeof(MapPageStep), "SIGSEGV")]
    [InlineData("loops", "", Verdict.TimedOut, typeof(MapPageStep), "no progress in 1 s of processor time")]
    [InlineData("waits", "", Verdict.TimedOut, typeof(DmaSupportedStep), "it waited for 2 s")]
    [InlineData("nonsense", "WHAT=0", Verdict.Fail, typeof(MapSgStep), "map_sg of 1 entries returned 2")]
    [InlineData("nonsense", "WHAT=1", Verdict.Fail, typeof(MapSgStep), "1099511627776 bytes on the bus")]
    [InlineData("nonsense", "WHAT=2", Verdict.Fail, typeof(AllocStep), "the guest's memory ends at")]
    [InlineData("nonsense", "WHAT=3", Verdict.Fail, typeof(InitStep), "pool_range answered")]
    [InlineData("nonsense", "WHAT=4", Verdict.Fail, typeof(InitStep), "create returned NULL with rc 0")]
    [InlineData("nonsense", "WHAT=5", Verdict.Crashed, typeof(Step), "free_pages of guest address 0x1234")]
    [InlineData("ends_badly", "", Verdict.Crashed, typeof(Step), "after the last step")]
    public void What_goes_wrong_is_named_with_its_step(string fixture, string define, Verdict verdict, Type step, string words)
    {
        string library = NativeCompiler.Fixture(fixture, define.Length > 0 ? [define] : []);
        CampaignResult result = Verify(library, 96);
        CampaignFailure failure = Assert.Single(result.Failures, failure => failure.Verdict == verdict && failure.Finding.Check == CaseRunner.AgreementId);
        Assert.Contains(words, failure.Finding.Actual, StringComparison.Ordinal);
        Assert.IsAssignableFrom(step, failure.Scenario.Steps[failure.Finding.Step]);

        // What was saved fails again, in a new child.
        using var again = IsolatedImplementation.Native(library, Limits);
        Assert.Equal(verdict, Replay.Run(failure.Scenario, again, ReplayMode.Contract).Verdict);
    }

    [CompilerFact("cc")]
    public void A_bus_address_that_no_frame_has_is_an_invariant_s_affair()
    {
        CampaignResult result = Verify(NativeCompiler.Fixture("nonsense", "WHAT=6"), 32);
        Assert.Contains(result.Failures, static failure => failure.Finding.Check.StartsWith("XD-", StringComparison.Ordinal) && failure.Verdict == Verdict.Fail);
        Assert.DoesNotContain(result.Failures, static failure => failure.Verdict == Verdict.Crashed);
    }

    [CompilerFact("cc")]
    public void A_mistake_in_C_is_found_and_named_as_one_in_CSharp_is()
    {
        CampaignResult result = Verify(NativeCompiler.Fixture("forgets_a_copy"), 96);
        CampaignFailure failure = Assert.Single(result.Failures, static failure => failure.Finding.Check == "XD-CONT-2");
        Assert.InRange(failure.Scenario.Steps.Length, 1, 6);
    }

    /// <summary>A death costs its own case alone: all others are counted, those that ran before it in the same child as well.</summary>
    [CompilerFact("cc")]
    public void The_campaign_goes_on_behind_a_crash()
    {
        using var isolated = IsolatedImplementation.Native(NativeCompiler.Fixture("exits"), new ChildLimits { MaxDeaths = 1000 });
        CampaignResult result = new Campaign(isolated, Options(32)).Run();
        Assert.Equal(32, result.Cases);
        Assert.Null(result.Stopped);
        Assert.InRange(isolated.Deaths, 2, 1000);
        CampaignFailure first = Assert.Single(result.Failures, static failure => failure.Verdict == Verdict.Crashed);
        Assert.Equal(FirstCaseWith(static step => step is UnmapPageStep { Direction: DmaDirection.Bidirectional, Attrs: DmaAttrs.None }), first.CaseIndex);
    }

    private static int FirstCaseWith(Predicate<Step> wanted) => Enumerable.Range(0, 32).First(index =>
        Campaign.CaseOf(Options(32), index, OfferedOps.All & ~(OfferedOps.Alloc | OfferedOps.Free | OfferedOps.SyncSgForCpu | OfferedOps.SyncSgForDevice))
            .Scenario.Steps.Any(step => wanted(step)));

    private static CampaignOptions Options(int cases) => new() { Cases = cases, Seed = 3, Semantics = Semantics.Contract };

    private static CampaignResult Verify(string library, int cases)
    {
        using var isolated = IsolatedImplementation.Native(library, Limits);
        return new Campaign(isolated, Options(cases)).Run();
    }
}
