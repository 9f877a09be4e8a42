using System.Reflection;
using XenDma.Machines;
using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;
using Xunit;

namespace XenDma.PropertyTests.Properties;

/// <summary>An implementation that tells nothing of its pool or its dispatch is judged by all the rest, and what needs them stays untested.</summary>
public sealed class SilentPoolTests
{
    [Fact]
    public void It_passes_and_what_needs_more_is_untested()
    {
        CampaignResult result = new Campaign(new Silent(), new CampaignOptions
        {
            Cases = 600,
            Seed = 5,
            Semantics = Semantics.Linux6_14,
            Platforms = [Platform.XenPv, Platform.XenPv, Platform.BareMetal],
        }).Run();
        Assert.Empty(result.Failures);
        Assert.Equal(0, result.Inconclusive);
        foreach (Invariant invariant in Catalogue.All)
        {
            bool needsMore = (invariant.Needs & (Capabilities.PoolInspection | Capabilities.Dispatch)) != 0;
            Assert.True(needsMore == (result.Exercised[invariant.Id] == 0), $"{invariant.Id} judged {result.Exercised[invariant.Id]} times");
        }
    }

    private sealed class Silent : IImplementation
    {
        public string Name => "silent";

        public string Argument => "silent";

        public IDmaOps Create(Machine machine, ScenarioMachine scenario)
        {
            IDmaOps ops = DispatchProxy.Create<IDmaOps, OpsAlone>();
            ((OpsAlone)ops).Inner = new ModelImplementation().Create(machine, scenario);
            return ops;
        }
    }

    /// <summary>The ops of another, and nothing else that it offers.</summary>
    public class OpsAlone : DispatchProxy
    {
        internal IDmaOps? Inner { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            try
            {
                return targetMethod!.Invoke(Inner, args);
            }
            catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
                throw;
            }
        }
    }
}
