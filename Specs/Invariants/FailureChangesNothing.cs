using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-ERR-2.</summary>
public sealed class FailureChangesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-ERR-2";

    /// <inheritdoc/>
    public override string Title => "a failed mapping changes nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "A mapping that fails leaves the slots in use, the free guest frames, the hypervisor's spare frames and the bytes of the buffer as they were.";

    /// <inheritdoc/>
    public override string Formula => "map K fails => (slots_in_use, free frames, spare frames, bytes of the buffer) after = before";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_page, its last lines, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new PurityJudge(this, run, live);

    private sealed class PurityJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
    {
        private readonly ByteSnapshot _bytes = new();
        private Holdings _before;

        public override void Before(int index, Step step)
        {
            if (step is not MapPageStep map || Run.Ops is null) return;
            _before = Held;
            _bytes.Clear();
            _bytes.AddCpu(Machine, Run.Frame(map.Pfn).Address + map.Offset, map.Size);
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapPageStep || result is not NotMapped) return null;
            Count();
            if (Held != _before) return Violated(index, $"all as before the failed #{index}: {_before}", $"{Held}");
            return _bytes.FirstDifference(Machine) is { } changed
                ? Violated(index, $"the buffer as before the failed #{index}", $"another value at guest address {changed}")
                : null;
        }
    }
}
