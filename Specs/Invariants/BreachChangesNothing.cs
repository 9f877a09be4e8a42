using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-NONE-1.</summary>
public sealed class BreachChangesNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-NONE-1";

    /// <inheritdoc/>
    public override string Title => "a breach changes nothing";

    /// <inheritdoc/>
    public override string Statement =>
        "A map or an unmap without a direction leaves the slots in use, the free guest frames and the bytes of the buffers as they were.";

    /// <inheritdoc/>
    public override string Formula =>
        "direction(K) = none => (slots_in_use, free frames, bytes of the buffers) after = before";

    /// <inheritdoc/>
    public override string Source => "BUG_ON(dir == DMA_NONE), drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new BreachJudge(this, run, live);

    private sealed class BreachJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
    {
        private readonly ByteSnapshot _bytes = new();
        private Holdings _before;

        public override void Before(int index, Step step)
        {
            if (!IsBreach(step) || Run.Ops is null) return;
            _before = Held;
            _bytes.Clear();
            if (step is MapPageStep map) _bytes.AddCpu(Machine, Run.Frame(map.Pfn).Address + map.Offset, map.Size);
            if (step is MapSgStep list)
            {
                foreach (ListEntry entry in list.Segments) _bytes.AddCpu(Machine, Run.Phys(entry.Phys), entry.Length);
            }

            foreach (MappingPart part in Live.Named(step)) _bytes.AddCpu(Machine, part.Phys, part.Size);
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (!IsBreach(step) || result is NotRun) return null;
            Count();
            if (Held != _before) return Violated(index, $"slots and free frames as before the refused #{index}: {_before}", $"{Held}");
            return _bytes.FirstDifference(Machine) is { } changed
                ? Violated(index, $"buffers as before the refused #{index}", $"another value at guest address {changed}")
                : null;
        }

        private static bool IsBreach(Step step) => step is MapPageStep { Direction: DmaDirection.None } or MapSgStep { Direction: DmaDirection.None }
            or UnmapPageStep { Direction: DmaDirection.None } or UnmapSgStep { Direction: DmaDirection.None };
    }
}
