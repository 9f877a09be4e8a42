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
        var guest = GuestOps.Make(machine, scenario.Platform, scenario.Pool, release);
        return scenario.Platform == Platform.XenDom0Arm ? new DispatchedOps(guest) : guest.Ops;
    }
}
