using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-6.</summary>
public sealed class DeviceBytesStay : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-6";

    /// <inheritdoc/>
    public override string Title => "what the device wrote stays";

    /// <inheritdoc/>
    public override string Statement => "A sync for the device of a mapping from it changes no byte that the device has written.";

    /// <inheritdoc/>
    public override string Formula =>
        "direction(K) = from_device, sync_for_device of a part: for all i of it that the device wrote: device byte(dma + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_sync_single, SYNC_FOR_DEVICE, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Syncs;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new DeviceBytesStayJudge(this, facts);

    private sealed class DeviceBytesStayJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not (SyncSingleStep { ForCpu: false } or SyncSgStep { ForCpu: false }) || result is not Done) return null;
            foreach (DeviceWrite written in Facts.Written)
            {
                if (written.Part.Mapping.Direction != DmaDirection.FromDevice || Facts.SlotOf(written.Part) is not { } slot) continue;
                Count();
                if (Facts.FirstChange(slot, written.Part.Size) is { } changed)
                    return Violated(index, $"what the device wrote to {written.Part.Mapping} as before #{index}", $"another value in byte {written.Part.Offset + changed.Value - slot.Value}");
            }

            return null;
        }
    }
}
