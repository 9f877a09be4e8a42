using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SYNC-2.</summary>
public sealed class SyncForDeviceKeepsTheRest : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SYNC-2";

    /// <inheritdoc/>
    public override string Title => "a partial sync for the device copies its part";

    /// <inheritdoc/>
    public override string Statement =>
        "A sync for the device of part of a bounced mapping changes no byte that the device sees outside that part.";

    /// <inheritdoc/>
    public override string Formula =>
        "sync_for_device of [o, o + n) of bounced K: for all i of K outside it: device byte(dma + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, kernel/dma/swiotlb.c, Linux 4.18; with an offset, Linux 5.13";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.SyncSingle;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SyncForDeviceKeepsTheRestJudge(this, facts);

    private sealed class SyncForDeviceKeepsTheRestJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not SyncSingleStep { ForCpu: false } || result is not Done) return null;
            foreach (MappingPart part in Facts.Named)
            {
                Mapping mapping = part.Mapping;
                if (part.Size == mapping.Size || Facts.SlotOf(new MappingPart(mapping, 0, mapping.Size)) is not { } slot) continue;
                Count();
                PhysAddr? changed = Facts.FirstChange(slot, part.Offset)
                    ?? Facts.FirstChange(slot + part.Offset + part.Size, mapping.Size - part.Offset - part.Size);
                if (changed is { } at)
                    return Violated(index, $"what the device sees of {mapping} outside {part.Offset}+{part.Size} as before #{index}", $"another value in byte {at.Value - slot.Value}");
            }

            return null;
        }
    }
}
