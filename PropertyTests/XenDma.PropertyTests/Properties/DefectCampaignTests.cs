using System.Linq;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>Defects that kernels have had, each switched on alone beside the contract: the invariant that speaks of it finds it.</summary>
public sealed class DefectCampaignTests
{
    private const ulong Seed = 20211;
    private const int Cases = 600;

    [Theory]
    [InlineData(nameof(Semantics.MinAlignIgnored), "XD-ALIGN-1")]
    [InlineData(nameof(Semantics.ZeroOriginalSkipsAlignment), "XD-ALIGN-1")]
    [InlineData(nameof(Semantics.MapSgSkipsReachTest), "XD-MASK-1")]
    [InlineData(nameof(Semantics.AllocTailNotZeroed), "XD-COH-3")]
    [InlineData(nameof(Semantics.ExchangeIgnoresMaskShape), "XD-COH-1")]
    [InlineData(nameof(Semantics.SyncIgnoresOffset), "XD-CONT-1")]
    [InlineData(nameof(Semantics.PartialSyncRefused), "XD-CONT-2")]
    [InlineData(nameof(Semantics.SyncForDeviceClobbers), "XD-CONT-2")]
    [InlineData(nameof(Semantics.ZeroOriginalMeansNone), "XD-CONT-1")]
    public void A_defect_is_found(string name, string check)
    {
        var broken = new ModelImplementation(Defect.Find(name)!.Alone);
        CampaignResult result = new Campaign(broken, new CampaignOptions { Cases = Cases, Seed = Seed, Semantics = Semantics.Contract }).Run();
        Assert.True(
            result.Failures.Any(failure => failure.Finding.Check == check),
            $"{name}: {check} found nothing; seed {Seed}, found: {string.Join("; ", result.Failures.Select(static failure => failure.Finding))}");
    }
}
