using System;
using XenDma.Machines;
using XenDma.Specs.Scenarios;
using XenDma.Translation;

namespace XenDma.Specs.Adapters;

/// <summary>The reference model, under the release that the scenario names or one of its own.</summary>
/// <param name="semantics">The release; null = the scenario's.</param>
public sealed class ModelImplementation(Semantics? semantics = null) : IImplementation
{
    /// <inheritdoc/>
    public string Name => semantics is null ? "model" : $"model {semantics}";

    /// <inheritdoc/>
    public string Argument => "model";

    /// <inheritdoc/>
    public IDmaOps Create(Machine machine, ScenarioMachine scenario)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(scenario);
        Semantics release = semantics ?? Semantics.Find(scenario.Semantics)
            ?? throw new NotSupportedException($"semantics {scenario.Semantics} is not known");
        int rc = XenSwiotlbOps.Init(machine, TranslationOf(machine, scenario.Platform), scenario.Pool, release, out XenSwiotlbOps? ops);
        return ops ?? throw new PoolInitException(rc);
    }

    private static XenPvTranslation TranslationOf(Machine machine, Platform platform) => platform == Platform.XenPv
        ? new XenPvTranslation(machine)
        : throw new NotSupportedException($"the model does not know the platform {platform} yet");
}
