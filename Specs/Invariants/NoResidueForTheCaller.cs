using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-RES-2.</summary>
public sealed class NoResidueForTheCaller : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-RES-2";

    /// <inheritdoc/>
    public override string Title => "the CPU is given nothing of an earlier mapping";

    /// <inheritdoc/>
    public override string Statement =>
        "Where the CPU is handed bytes of a bounced mapping that the device has not written, each is the buffer's own as it was, or zero.";

    /// <inheritdoc/>
    public override string Formula =>
        "receives(K), bounced K, unmap K or sync_for_cpu of a part: for all i of it that no device wrote: cpu byte(phys + i) after is that before, or 0";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, kernel/dma/swiotlb.c, Linux 5.18 (ddbd89deb7d3, CVE-2022-0854)";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new NoResidueForTheCallerJudge(this, facts);

    private sealed class NoResidueForTheCallerJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is not Done || !GivesToCpu(step) || Release is { FromDeviceSlotUninitialised: true }) return null;
            foreach (MappingPart part in Facts.Named)
            {
                // What the CPU wrote while it was mapped may be lost to what it gave to the device before.
                if (part.Mapping.IsDirect || !part.Mapping.Device.IsCoherent || Facts.Writes.HasCpuWritten(part.Mapping)) continue;
                if (JudgePart(index, part) is { } finding) return finding;
            }

            return null;
        }

        private Finding? JudgePart(int index, MappingPart part)
        {
            for (ulong done = 0; done < part.Size;)
            {
                var rest = new MappingPart(part.Mapping, part.Offset + done, part.Size - done);
                ulong clear = Facts.Writes.Unwritten(rest, out ulong skip);
                if (clear > 0)
                {
                    Count();
                    ReadOnlySpan<byte> before = Facts.Before(rest.Phys, clear), now = Machine.Memory.Cpu(rest.Phys, (int)clear);
                    for (int i = before.CommonPrefixLength(now); i < before.Length; i++)
                    {
                        if (now[i] != before[i] && now[i] != 0)
                            return Violated(index, $"byte {rest.Offset + (ulong)i} of {part.Mapping}, which no device wrote, {before[i]} as before or 0", $"{now[i]}");
                    }
                }

                done += clear + (clear == 0 ? skip : 0);
            }

            return null;
        }
    }
}
