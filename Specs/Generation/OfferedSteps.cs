using System.Collections.Immutable;
using XenDma.Specs.Adapters;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>Scenarios for an implementation that lacks ops: without their calls, and without what becomes illegal by that.</summary>
internal static class OfferedSteps
{
    internal static Scenario Keep(Scenario scenario, OfferedOps offers)
    {
        if (offers == OfferedOps.All) return scenario;
        var legality = new Legality(scenario.Machine);
        var places = new int?[scenario.Steps.Length];
        var kept = ImmutableArray.CreateBuilder<Step>();
        for (int i = 0; i < scenario.Steps.Length; i++)
        {
            if (!offers.HasFlag(Offers.NeededBy(scenario.Steps[i])) || StepReferences.Moved(scenario.Steps[i], places) is not { } step
                || !legality.TryApply(step))
                continue;
            places[i] = kept.Count;
            kept.Add(step);
        }

        return scenario with { Steps = kept.ToImmutable() };
    }
}
