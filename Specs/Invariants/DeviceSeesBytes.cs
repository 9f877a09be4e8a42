using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-1.</summary>
public sealed class DeviceSeesBytes : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-1";

    /// <inheritdoc/>
    public override string Title => "bytes arrive at the device";

    /// <inheritdoc/>
    public override string Statement =>
        "After the map of a mapping to the device, and after each sync for it, the device reads what the CPU wrote.";

    /// <inheritdoc/>
    public override string Formula =>
        "sends(K), map K without skip_cpu_sync or sync_for_device of a part: for all i of the part: device byte(dma + i) = cpu byte(phys + i)";

    /// <inheritdoc/>
    public override string Source => "swiotlb_bounce, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Syncs;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ArrivalJudge(this, facts);

    private sealed class ArrivalJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly ByteSnapshot _seen = facts.Snapshot();

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (result is not (Mapped or ListMapped or Done)) return null;
            foreach (MappingPart part in Facts.Given)
            {
                Mapping mapping = part.Mapping;
                if (mapping.Direction is not (DmaDirection.ToDevice or DmaDirection.Bidirectional)) continue;

                // Past a cache the two sides may differ in bytes that nobody was given: XD-CACHE-1 knows which were.
                if (!mapping.Device.IsCoherent) continue;
                _seen.Clear();
                if (!_seen.TryAddDevice(Machine, mapping.Device, part.Dma, part.Size, part.Phys)) continue;
                Count();
                if (_seen.FirstDifference(Machine) is { } differs)
                    return Violated(index, $"{mapping}: the device to read what the CPU wrote", $"another value in byte {differs.Value - mapping.Phys.Value}");
            }

            return null;
        }
    }
}
