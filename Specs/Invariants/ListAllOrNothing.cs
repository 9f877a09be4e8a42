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
    public override InvariantJudge Judge(RunFacts facts) => new ListJudge(this, facts);

    private sealed class ListJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapSgStep map || result is not ListMapped list) return null;
            Count();
            if (list.Segments.Length == map.Segments.Length) return null;
            if (list.Segments.Length > 0) return Violated(index, $"{map.Segments.Length} entries mapped, or none", $"{list.Segments.Length} mapped");
            if (HoldsAsBefore(index, $"#{index}") is { } kept) return kept;
            if (!MayDropLines(map.Direction, Run.DeviceOf(map.Device)!) && Facts.FirstChange() is { } changed) return Violated(index, $"buffers as before the failed #{index}", $"another byte at {changed}");
            bool owed = map.Segments.All(entry => BusFacts.IsDirectOwed(
                Machine, Run.DeviceOf(map.Device)!, Run.Phys(entry.Phys), entry.Length, Run.Scenario.Machine.Pool.Force));
            return owed ? Violated(index, $"#{index} mapped: all its entries can be mapped directly", StepText.Of(list)) : null;
        }
    }
}
