using System.Collections.Immutable;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Generation;

/// <summary>A scenario with what is known of it before it runs.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Labels">The labels of its machine, of <see cref="Labels"/>.</param>
public sealed record GeneratedCase(Scenario Scenario, ImmutableArray<string> Labels);
