using System.Collections.Generic;
using XenDma.Specs.Adapters;
using XenDma.Translation;

namespace XenDma.Power;

/// <summary>A known mistake that the kit is to find.</summary>
/// <param name="Name">The defect's name, or the twin's folder.</param>
/// <param name="Implementation">What has the mistake.</param>
/// <param name="Beside">The model beside: the contract, with what the mistake needs to come up.</param>
/// <param name="Platforms">The platforms of the campaign, in turn.</param>
internal sealed record Subject(string Name, IImplementation Implementation, Semantics Beside, IReadOnlyList<Platform> Platforms)
{
    /// <summary>The same without the mistake, where that has another one which the mistake needs; what both do is none of its own. Null: nothing but the contract.</summary>
    internal IImplementation? Innocent => Beside == Semantics.Contract ? null : new ModelImplementation(Beside);

    /// <summary>Subjects of one group see the same scenarios, so that these are made, and answered by the model, once for all of them.</summary>
    internal string Group => $"{Beside.Name} on {string.Join(" and ", Platforms)}, {((ISubject)Implementation).Offers}";
}
