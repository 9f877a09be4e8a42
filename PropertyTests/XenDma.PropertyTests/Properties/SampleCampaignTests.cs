using XenDma.Machines;
using XenDma.Samples;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>An implementation that shares nothing with the model keeps the contract on all that is generated.</summary>
public sealed class SampleCampaignTests
{
    private const ulong Seed = 614;
    private const int Cases = 1000;

    [Fact]
    public void The_bitmap_implementation_keeps_the_contract()
    {
        CampaignResult result = new Campaign(new Bitmap(), new CampaignOptions { Cases = Cases, Seed = Seed, Semantics = Semantics.Linux6_14 }).Run();
        Assert.Empty(result.Failures);
        Assert.True(result.Inconclusive < Cases / 3, $"{result.Inconclusive} of {Cases} cases could not be decided in full");
    }

    private sealed class Bitmap : IImplementation
    {
        public string Name => "bitmap";

        public string Argument => "bitmap";

        public IDmaOps Create(Machine machine, ScenarioMachine scenario) => new BitmapSwiotlb(machine, scenario.Pool);
    }
}
