using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-5.</summary>
public sealed class SentBytesStay : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-5";

    /// <inheritdoc/>
    public override string Title => "nothing comes back of what is sent";

    /// <inheritdoc/>
    public override string Statement =>
        "The unmap of a mapping to the device, and a sync of it for the CPU, change no byte of the buffer: what the CPU wrote there since is kept.";

    /// <inheritdoc/>
    public override string Formula =>
        "direction(K) = to_device, unmap K or sync_for_cpu of a part: for all i of it: cpu byte(phys + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_unmap_single, its test of the direction, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new SentBytesStayJudge(this, facts);

    private sealed class SentBytesStayJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            bool ends = step is UnmapPageStep or UnmapSgStep or SyncSingleStep { ForCpu: true } or SyncSgStep { ForCpu: true };
            if (!ends || result is not Done) return null;
            foreach (MappingPart part in Facts.Named)
            {
                if (part.Mapping.Direction != DmaDirection.ToDevice) continue;
                Count();
                if (Facts.FirstChange(part.Phys, part.Size) is { } changed)
                    return Violated(index, $"the buffer of {part.Mapping}, which goes to the device, as before #{index}", $"another value in byte {changed.Value - part.Mapping.Phys.Value}");
            }

            return null;
        }
    }
}
