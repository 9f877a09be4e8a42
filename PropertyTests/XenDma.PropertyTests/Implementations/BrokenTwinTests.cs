using System.IO;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using Xunit;

namespace XenDma.PropertyTests.Implementations;

/// <summary>The broken twin of the bitmap implementation, loaded from its file as a user's would be.</summary>
public sealed class BrokenTwinTests
{
    private const ulong Seed = 1;

    private static string File => Path.Combine(Path.GetDirectoryName(typeof(BrokenTwinTests).Assembly.Location)!, "XenDma.Samples.BitmapSwiotlb.Broken.dll");

    [Fact]
    public void It_is_found_and_shrunk_to_one_mapping()
    {
        AssemblyImplementation twin = AssemblyImplementation.Load(File, null);
        CampaignResult result = new Campaign(twin, new CampaignOptions { Cases = 1000, Seed = Seed, Semantics = Semantics.Linux6_14 }).Run();
        CampaignFailure failure = Assert.Single(result.Failures);
        Assert.Equal("XD-STRAD-1", failure.Finding.Check);
        Assert.Equal(2, failure.Scenario.Steps.Length);
        Assert.Equal(Verdict.Fail, Replay.Run(failure.Scenario, twin, ReplayMode.Contract).Verdict);
        Assert.Equal(Verdict.Pass, Replay.Run(failure.Scenario, new ModelImplementation(), ReplayMode.Contract).Verdict);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        ImplementationException refused = Assert.Throws<ImplementationException>(() => AssemblyImplementation.Load("nothing.dll", null));
        Assert.Equal("nothing.dll: no such file", refused.Message);
    }
}
