using XenDma.Samples;
using XenDma.Specs.Kit;

namespace Kit;

/// <summary>Every invariant of the contract is a test of the implementation.</summary>
public sealed class BitmapSwiotlbTests : DmaContractTests<BitmapSwiotlb>;
