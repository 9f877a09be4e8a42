using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-CONT-4.</summary>
public sealed class MapLeavesTheBuffer : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-CONT-4";

    /// <inheritdoc/>
    public override string Title => "a map leaves the buffer as it is";

    /// <inheritdoc/>
    public override string Statement => "A map, which may copy to the device, changes no byte of a buffer that the CPU sees.";

    /// <inheritdoc/>
    public override string Formula => "map K succeeds => for all i of K: cpu byte(phys + i) after = before";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, its swiotlb_bounce, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new MapLeavesTheBufferJudge(this, facts);

    private sealed class MapLeavesTheBufferJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not (MapPageStep or MapSgStep)) return null;
            foreach (Mapping mapping in Live.Of(index))
            {
                if (MayDropLines(mapping.Direction, mapping.Device)) continue;
                Count();
                if (Facts.FirstChange(mapping.Phys, mapping.Size) is { } changed)
                    return Violated(index, $"the buffer of {mapping} as before", $"another value in byte {changed.Value - mapping.Phys.Value}");
            }

            return null;
        }
    }
}
