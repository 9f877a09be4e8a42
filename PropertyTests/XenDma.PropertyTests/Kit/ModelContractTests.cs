using XenDma.Specs.Adapters;
using XenDma.Specs.Kit;

namespace XenDma.PropertyTests.Kit;

/// <summary>The kit as its users have it: one class, and the runner shows a test for each invariant.</summary>
public sealed class ModelContractTests : DmaContractTests
{
    protected override IImplementation Implementation => new ModelImplementation(Semantics.Contract);

    protected override KitOptions Options => new() { Seed = 2, Cases = 300 };
}
