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
        "After every step that may move frames, each guest frame that it touched has a machine frame of its own: the M2P leads back to it, and the hypervisor cannot give the same frame away.";

    /// <inheritdoc/>
    public override string Formula =>
        "for all pfn that the step touched: m2p(p2m(pfn)) = pfn, and p2m(pfn) is not spare";

    /// <inheritdoc/>
    public override string Source => "xen_exchange_memory, arch/x86/xen/mmu_pv.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new FrameJudge(this, run, live);

    private sealed class FrameJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
    {
        private FrameRange _touched;

        public override void Before(int index, Step step)
        {
            bool frees = step is FreeStep { Phys.Step: { } made } && Live.Allocations.TryGetValue(made, out Allocation? freed) && (_touched = Block(freed)).Count > 0;
            if (!frees) _touched = default;
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is PoolMade made) _touched = new FrameRange(made.Start >> XenPage.Shift, (made.End - made.Start) >> XenPage.Shift);
            else if (result is Allocated) _touched = Block(Live.Allocations[index]);
            else if (step is P2mStep p2m && result is MachineFrames) _touched = new FrameRange(Run.Frame(p2m.Pfn).Value, p2m.Count);
            if (_touched.Count == 0 || result is NotRun) return null;
            Count();
            for (ulong pfn = _touched.First; pfn < _touched.End; pfn++)
            {
                ulong mfn = Machine.P2M.PfnToMfn(pfn);
                if (mfn == XenPage.NoFrame) continue;
                ulong back = Machine.P2M.IsForeign(pfn) ? Machine.P2M.MfnToForeignPfn(mfn) : Machine.P2M.IsOwned(pfn) ? Machine.P2M.MfnToOwnedPfn(mfn) : pfn;
                if (back != pfn) return Violated(index, $"machine frame 0x{mfn:x} behind guest frame 0x{pfn:x} alone", $"guest frame 0x{back:x} has it");
                if (Machine.Hypervisor.IsSpare(new Mfn(mfn))) return Violated(index, $"machine frame 0x{mfn:x} behind guest frame 0x{pfn:x}", "it is spare as well");
            }

            return null;
        }

        /// <summary>All frames of the block that an allocation is part of.</summary>
        private static FrameRange Block(Allocation given) =>
            new(given.Phys.Pfn.Value, BitOperations.RoundUpToPowerOf2(XenPage.FramesFor(given.Size)));
    }
}
