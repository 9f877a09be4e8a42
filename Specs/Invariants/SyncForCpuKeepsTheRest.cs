using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-1.</summary>
public sealed class SyncForCpuKeepsTheRest : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-1";

    /// <inheritdoc/>
    public override string Title => "a partial sync for the CPU copies its part";

    /// <inheritdoc/>
    public override string Statement =>
        "A sync for the CPU of part of a mapping changes no byte of the buffer outside that part.";

    /// <inheritdoc/>
    public override string Formula =>
        "sync_for_cpu of [o, o + n) of K: for all i of K outside it: cpu byte(phys + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, kernel/dma/swiotlb.c, Linux 4.18; with an offset, Linux 5.13";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.SyncSingle;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SyncForCpuKeepsTheRestJudge(this, facts);

    private sealed class SyncForCpuKeepsTheRestJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not SyncSingleStep { ForCpu: true } || result is not Done) return null;
            foreach (MappingPart part in Facts.Named)
            {
                Mapping mapping = part.Mapping;
                if (part.Size == mapping.Size || !mapping.Device.IsCoherent) continue;
                Count();
                PhysAddr? changed = Facts.FirstChange(mapping.Phys, part.Offset)
                    ?? Facts.FirstChange(part.Phys + part.Size, mapping.Size - part.Offset - part.Size);
                if (changed is { } at)
                    return Violated(index, $"bytes of {mapping} outside {part.Offset}+{part.Size} as before #{index}", $"another value in byte {at.Value - mapping.Phys.Value}");
            }

            return null;
        }
    }
}
