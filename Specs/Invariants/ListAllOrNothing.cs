using System.Linq;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SG-1.</summary>
public sealed class ListAllOrNothing : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SG-1";

    /// <inheritdoc/>
    public override string Title => "a list is mapped all or not at all";

    /// <inheritdoc/>
    public override string Statement =>
        "map_sg maps every entry, or none: where it fails, the slots in use, the free guest frames and the bytes of all buffers are as before, and it does not fail where every entry can be mapped directly.";

    /// <inheritdoc/>
    public override string Formula =>
        "map_sg K = n entries, or 0 and (slots_in_use, free frames, bytes) after = before; all entries direct_owed => map_sg K = n";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_sg_attrs, its error path, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.Lists;

    /// <inheritdoc/>
    public override InvariantJudge Judge(ScenarioRun run, LiveMappings live) => new ListJudge(this, run, live);

    private sealed class ListJudge(Invariant invariant, ScenarioRun run, LiveMappings live) : InvariantJudge(invariant, run, live)
    {
        private readonly ByteSnapshot _bytes = new();
        private Holdings _before;

        public override void Before(int index, Step step)
        {
            if (step is not MapSgStep map || Run.Ops is null) return;
            _before = Held;
            _bytes.Clear();
            foreach (ListEntry entry in map.Segments) _bytes.AddCpu(Machine, Run.Phys(entry.Phys), entry.Length);
        }

        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapSgStep map || result is not ListMapped list) return null;
            Count();
            if (list.Segments.Length == map.Segments.Length) return null;
            if (list.Segments.Length > 0) return Violated(index, $"{map.Segments.Length} entries mapped, or none", $"{list.Segments.Length} mapped");
            if (Held != _before) return Violated(index, $"slots and free frames as before the failed #{index}: {_before}", $"{Held}");
            if (!MayDropLines(map) && _bytes.FirstDifference(Machine) is { } changed) return Violated(index, $"buffers as before the failed #{index}", $"another byte at {changed}");
            bool owed = map.Segments.All(entry => BusFacts.IsDirectOwed(
                Machine, Run.DeviceOf(map.Device)!, Run.Phys(entry.Phys), entry.Length, Run.Scenario.Machine.Pool.Force));
            return owed ? Violated(index, $"#{index} mapped: all its entries can be mapped directly", StepText.Of(list)) : null;
        }

        /// <summary>Until 5.19 a map from a device that does not snoop drops what the CPU wrote; a failure later in the list does not bring it back.</summary>
        private bool MayDropLines(MapSgStep map) =>
            Release is { CacheIsCleanedForAnyDirection: false } && map.Direction == DmaDirection.FromDevice && !Run.DeviceOf(map.Device)!.IsCoherent;
    }
}
