using System;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SG-2.</summary>
public sealed class ListKeepsLengths : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SG-2";

    /// <inheritdoc/>
    public override string Title => "entries keep their lengths";

    /// <inheritdoc/>
    public override string Statement =>
        "The device sees each entry of a mapped list with the length that it was given: none is merged, split or cut.";

    /// <inheritdoc/>
    public override string Formula => "map_sg K = n: for all i < n: dma_length(i) = length(i)";

    /// <inheritdoc/>
    public override string Source => "xen_swiotlb_map_sg_attrs, sg_dma_len, drivers/xen/swiotlb-xen.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.Lists;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.MapSg;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new ListKeepsLengthsJudge(this, facts);

    private sealed class ListKeepsLengthsJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not MapSgStep map || result is not ListMapped { Segments: { Length: > 0 } mapped }) return null;
            Count();
            for (int i = 0; i < Math.Min(mapped.Length, map.Segments.Length); i++)
            {
                if (mapped[i].Length != map.Segments[i].Length) return Violated(index, $"entry {i} of {map.Segments[i].Length} bytes", $"{mapped[i].Length} bytes");
            }

            return null;
        }
    }
}
