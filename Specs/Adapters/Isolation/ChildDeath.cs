using XenDma.Specs.Harness;

namespace XenDma.Specs.Adapters.Isolation;

/// <summary>How a child ended in the midst of its work, and where it was then.</summary>
/// <param name="Verdict">Crashed or TimedOut.</param>
/// <param name="Reason">What ended it, in words.</param>
/// <param name="Case">The case that ran.</param>
/// <param name="Step">The step that ran; -1 before the first.</param>
internal sealed record ChildDeath(Verdict Verdict, string Reason, long Case, int Step);
