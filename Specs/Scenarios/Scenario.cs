using System.Collections.Immutable;

namespace XenDma.Specs.Scenarios;

/// <summary>A machine and a sequence of calls on it: a recording, a counterexample, a regression case, all in one form.</summary>
public sealed record Scenario
{
    /// <summary>The version of the format that this type stands for.</summary>
    public const int FormatVersion = 1;

    /// <summary>A name for messages.</summary>
    public string Name { get; init; } = "";

    /// <summary>How the scenario was made.</summary>
    public string Source { get; init; } = "";

    /// <summary>The machine before the first step.</summary>
    public required ScenarioMachine Machine { get; init; }

    /// <summary>The calls in order; the first is an <see cref="InitStep"/>, and no other is.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
