using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ERR-1.</summary>
public sealed class FailureIsRecognised : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ERR-1";

    /// <inheritdoc/>
    public override string Title => "mapping_error tells failure";

    /// <inheritdoc/>
    public override string Statement =>
        "mapping_error is true for exactly the failed mappings: never for one that was owed directly or that is live, and ever after for one that failed.";

    /// <inheritdoc/>
    public override string Formula => "mapping_error(dma(K)) <=> map K failed; direct_owed(K) => not mapping_error(dma(K))";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_mapping_error, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapPage | StepKinds.MappingError;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new FailureJudge(this, facts);

    private sealed class FailureJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            switch (step, result)
            {
                case (MapPageStep map, NotMapped):
                    Count();
                    PhysAddr phys = Run.Frame(map.Pfn).Address + map.Offset;
                    Device device = Run.DeviceOf(map.Device)!;
                    return !BusFacts.IsDirectOwed(Machine, device, phys, map.Size, Run.Scenario.Machine.Pool.Force) ? null
                        : Violated(index, $"#{index} mapped directly to {BusFacts.BusOf(Machine, phys)}", "an address that mapping_error calls a failure");
                case (MappingErrorStep { Dma: { Step: { } made, Segment: null, Value: 0 } } error, IsMappingError answer)
                    when Run.Scenario.Steps[made] is MapPageStep && Run.HasReturned(made):
                    Count();
                    bool failed = Run.IsDeadStep(made);
                    return answer.Value == failed ? null
                        : Violated(index, failed ? $"#{made}, which failed, to be an error" : $"#{made}, which is mapped, to be no error", StepText.Of(answer));
                default:
                    return null;
            }
        }
    }
}
