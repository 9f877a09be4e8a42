namespace XenDma.Specs.Harness;

/// <summary>How a scenario, or an invariant, came out. Never Pass by default.</summary>
public enum Verdict
{
    /// <summary>Everything that was looked at held.</summary>
    Pass,

    /// <summary>Something did not hold.</summary>
    Fail,

    /// <summary>The implementation lacks the capability.</summary>
    Skipped,

    /// <summary>Nothing that it speaks of occurred.</summary>
    Untested,

    /// <summary>It could not be decided; the reason is told.</summary>
    Inconclusive,

    /// <summary>The implementation crashed.</summary>
    Crashed,

    /// <summary>The implementation did not return in time.</summary>
    TimedOut,
}
