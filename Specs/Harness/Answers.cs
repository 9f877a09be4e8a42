using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Harness;

/// <summary>Tells calls that answered from those that did not.</summary>
internal static class Answers
{
    /// <summary>Whether a call came to nothing that could be judged: a fault, no end, an answer without meaning.</summary>
    internal static bool IsNone(StepResult result) => result is Faulted or Hang or Nonsense;

    /// <summary>The verdict where an answer is not the one that is owed.</summary>
    internal static Verdict VerdictOf(StepResult actual) => actual switch
    {
        Faulted => Verdict.Crashed,
        Hang => Verdict.TimedOut,
        _ => Verdict.Fail,
    };
}
