using System.Threading;
using XenDma.Specs.Harness;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>A campaign that is ended early keeps what it found.</summary>
public sealed class CancellationTests
{
    [Fact]
    public void What_was_found_is_kept_and_shrunk()
    {
        using var cancellation = new CancellationTokenSource();
        var campaign = new Campaign(
            DelegatingOps.Implementation<AlwaysBounces>(), new CampaignOptions { Cases = int.MaxValue, Seed = 3 });
        CampaignResult result = campaign.Run(
            done =>
            {
                if (done >= 64) cancellation.Cancel();
            },
            cancellation.Token);
        Assert.InRange(result.Cases, 64, 1000);
        CampaignFailure failure = Assert.Single(result.Failures, static failure => failure.Finding.Check == "XD-DIRECT-1");
        Assert.InRange(failure.Scenario.Steps.Length, 2, 6);
    }
}
