using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-2.</summary>
public sealed class CpuSeesBytes : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-2";

    /// <inheritdoc/>
    public override string Title => "bytes come back from the device";

    /// <inheritdoc/>
    public override string Statement =>
        "After the unmap of a mapping from the device, and after each sync for the CPU, the CPU reads what the device wrote.";

    /// <inheritdoc/>
    public override string Formula =>
        "receives(K), unmap K without skip_cpu_sync or sync_for_cpu of a part: for all i of it that the device wrote: cpu byte(phys + i) = what the device wrote to dma + i last";

    /// <inheritdoc/>
    public override string Source => "swiotlb_bounce, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Unmaps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ReturnJudge(this, facts);

    private sealed class ReturnJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is not Done || !GivesToCpu(step)) return null;
            foreach (DeviceWrite owed in Facts.Written)
            {
                Count();
                if (owed.FirstDifference(Machine) is { } differs)
                    return Violated(index, $"{owed.Part.Mapping}: the CPU to read what the device wrote", $"another value in byte {owed.Part.Offset + differs}");
            }

            return null;
        }
    }
}
