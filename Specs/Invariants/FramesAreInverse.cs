using System.Numerics;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-P2M-1.</summary>
public sealed class FramesAreInverse : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-P2M-1";

    /// <inheritdoc/>
    public override string Title => "P2M and M2P are inverse";

    /// <inheritdoc/>
    public override string Statement =>
        "A guest frame whose machine frame a step moved has one of its own afterwards: the M2P leads back to it, and the hypervisor cannot give the same frame away.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all pfn that the step moved: m2p(p2m(pfn)) = pfn, and p2m(pfn) is not spare";

    /// <inheritdoc/>
    public override string Source => "xen_exchange_memory, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.P2m | StepKinds.MovesFrames;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FrameJudge(this, facts);

    private sealed class FrameJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is P2mStep p2m && result is MachineFrames)
            {
                Count();
                ulong first = Run.Frame(p2m.Pfn).Value;
                for (ulong i = 0; i < p2m.Count; i++)
                {
                    if (JudgeFrame(index, first + i) is { } finding) return finding;
                }
            }

            if (Facts.Moved.Count > 0) Count();
            for (int i = 0; i < Facts.Moved.Count; i++)
            {
                if (JudgeFrame(index, Facts.Moved[i].Pfn.Value) is { } finding) return finding;
            }

            return null;
        }

        private Finding? JudgeFrame(int index, ulong pfn)
        {
            ulong mfn = Machine.P2M.PfnToMfn(pfn);
            if (mfn == XenPage.NoFrame) return null;
            ulong back = Machine.P2M.IsForeign(pfn) ? Machine.P2M.MfnToForeignPfn(mfn) : Machine.P2M.IsOwned(pfn) ? Machine.P2M.MfnToOwnedPfn(mfn) : pfn;
            if (back != pfn) return Violated(index, $"machine frame 0x{mfn:x} behind guest frame 0x{pfn:x} alone", $"guest frame 0x{back:x} has it");
            return !Machine.Hypervisor.IsSpare(new Mfn(mfn)) ? null : Violated(index, $"machine frame 0x{mfn:x} behind guest frame 0x{pfn:x}", "it is spare as well");
        }
    }
}
