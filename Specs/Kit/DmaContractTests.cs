using System;
using XenDma.Specs.Adapters;

namespace XenDma.Specs.Kit;

/// <summary>The contract of the DMA ops as xunit tests: derive a class, say what is to be judged, and every invariant of the catalogue is a test
/// under its id.</summary>
/// <remarks>The campaign runs once for each derived class, when its first test asks. A test passes when its invariant had something to judge
/// and held, fails with the shrunk scenario, and is skipped, never passed, where no scenario gave the invariant anything to judge.</remarks>
public abstract class DmaContractTests
{
    /// <summary>What is judged: <see cref="AssemblyImplementation.Of(Type)"/> for a type, <see cref="XenDma.Specs.Adapters.Isolation.IsolatedImplementation.Native"/>
    /// for a native library in child processes, or an <see cref="IImplementation"/> of your own.</summary>
    protected abstract ISubject Implementation { get; }

    /// <summary>How much is run, and from which seed; XENDMA_SEED, XENDMA_CASES and XENDMA_OUT in the environment go before it.</summary>
    protected virtual KitOptions Options => new();

    /// <summary>One check of the contract, for the runner.</summary>
    /// <param name="check">The invariant's id, or that of the comparison with the model.</param>
    [ContractTest]
    public void Contract(string check) => KitCampaign.Of(GetType(), () => Implementation, () => Options).Assert(check);
}

/// <summary>The contract as tests of a type with a public constructor <c>(Machine, PoolOptions)</c>.</summary>
/// <typeparam name="TOps">The implementation.</typeparam>
public abstract class DmaContractTests<TOps> : DmaContractTests
    where TOps : IDmaOps
{
    /// <inheritdoc/>
    protected override IImplementation Implementation => AssemblyImplementation.Of(typeof(TOps));
}
