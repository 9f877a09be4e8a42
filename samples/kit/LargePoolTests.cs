using XenDma;
using XenDma.Bouncing;
using XenDma.Machines;
using XenDma.Samples;
using XenDma.Specs.Adapters;
using XenDma.Specs.Kit;
using XenDma.Specs.Scenarios;

namespace Kit;

/// <summary>The same, with a say in how an instance is made: the pool is never below 512 slots.</summary>
public sealed class LargePoolTests : DmaContractTests
{
    protected override IImplementation Implementation => new LargePool();

    protected override KitOptions Options => new() { Seed = 7, Cases = 300 };

    private sealed class LargePool : IImplementation
    {
        public string Name => "BitmapSwiotlb of 512 slots and more";

        public string Argument => typeof(BitmapSwiotlb).Assembly.Location;

        public IDmaOps Create(Machine machine, ScenarioMachine scenario) =>
            new BitmapSwiotlb(machine, scenario.Pool with { Slabs = ulong.Max(512, scenario.Pool.Slabs) });
    }
}
