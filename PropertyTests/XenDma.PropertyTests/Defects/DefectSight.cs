using XenDma.Specs.Adapters;
using XenDma.Specs.Harness;
using XenDma.Specs.Invariants;
using XenDma.Specs.Scenarios;

namespace XenDma.PropertyTests.Defects;

/// <summary>What shows a defect.</summary>
internal static class DefectSight
{
    /// <summary>The invariant that names it; <c>contract</c> for a difference that the contract does not allow; <c>exact</c> for one that it
    /// leaves open; null where nothing shows.</summary>
    internal static string? Of(Scenario owed, Defect defect)
    {
        var wrong = new ModelImplementation(defect.Alone);
        ReplayOutcome judged = Replay.Run(owed, wrong, ReplayMode.Contract, Catalogue.All);
        if (judged.Verdict is not (Verdict.Pass or Verdict.Inconclusive)) return judged.Finding is { Check: var check } && Catalogue.Find(check) is not null ? check : "contract";
        return Replay.Run(owed, wrong, ReplayMode.Exact).Verdict is Verdict.Pass or Verdict.Inconclusive ? null : "exact";
    }
}
