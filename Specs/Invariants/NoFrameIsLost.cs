using XenDma.Machines;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-P2M-4.</summary>
public sealed class NoFrameIsLost : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-P2M-4";

    /// <inheritdoc/>
    public override string Title => "no machine frame is lost";

    /// <inheritdoc/>
    public override string Statement =>
        "Where a call moves frames, each machine frame that was the guest's is the guest's or the hypervisor's afterwards, and each guest frame has one again.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all pfn that the call moved, m = p2m(pfn) before: owned(m) or spare(m) after, and p2m(pfn) after is a frame";

    /// <inheritdoc/>
    public override string Source => "xen_zap_pfn_range, xen_remap_exchanged_ptes, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MovesFrames;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new NoFrameIsLostJudge(this, facts);

    private sealed class NoFrameIsLostJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (Facts.Moved.Count == 0) return null;
            Count();
            foreach (FrameChange change in Facts.Moved)
            {
                ulong pfn = change.Pfn.Value, before = change.WordBefore;
                if (before == XenPage.NoFrame || (before & (PhysToMachine.ForeignBit | PhysToMachine.IdentityBit)) != 0) continue;
                if (Machine.P2M.Word(pfn) == XenPage.NoFrame) return Violated(index, $"a machine frame behind guest frame 0x{pfn:x}", "none");
                if (Machine.P2M.MfnToOwnedPfn(before) == XenPage.NoFrame && !Machine.Hypervisor.IsSpare(new Mfn(before)))
                    return Violated(index, $"machine frame 0x{before:x}, once behind guest frame 0x{pfn:x}, the guest's or the hypervisor's", "nobody's");
            }

            return null;
        }
    }
}
