using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Where something did not hold, and both sides of it.</summary>
/// <param name="Check">What was checked: an invariant's id, or <c>replay</c>.</param>
/// <param name="Step">The step's index.</param>
/// <param name="Expected">What was owed.</param>
/// <param name="Actual">What was seen.</param>
public sealed record Finding(string Check, int Step, string Expected, string Actual)
{
    /// <summary>One line: the place and both sides.</summary>
    public override string ToString() => $"step {Step}: {Check}: expected {Expected}, got {Actual}";

    /// <summary>A finding from two results.</summary>
    public static Finding Between(string check, int step, StepResult expected, StepResult actual) =>
        new(check, step, StepText.Of(expected), StepText.Of(actual));
}
