using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-MMAP-2.</summary>
public sealed class TableCoversTheMemory : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-MMAP-2";

    /// <inheritdoc/>
    public override string Title => "get_sgtable covers the memory";

    /// <inheritdoc/>
    public override string Statement =>
        "The table of coherent memory covers its pages from the first to the last, in order, and nothing else.";

    /// <inheritdoc/>
    public override string Formula =>
        "get_sgtable of K: the segments laid end to end = [page(phys(K)), end of the last page)";

    /// <inheritdoc/>
    public override string Source => "dma_common_get_sgtable, drivers/base/dma-mapping.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Coherent;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.GetSgTable;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new TableJudge(this, facts);

    private sealed class TableJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        public override Finding? After(int index, Step step, StepResult result)
        {
            if (step is not GetSgTableStep { Phys: { Step: { } made, Value: 0 } } || result is not (SgTable or Failed)) return null;
            if (!Live.Allocations.TryGetValue(made, out Allocation? memory)) return null;
            Count();
            ulong start = memory.Phys.Value & ~(Machine.PageSize - 1), next = start;
            ulong end = (memory.Phys.Value + memory.Size + Machine.PageSize - 1) & ~(Machine.PageSize - 1);
            if (result is SgTable table)
            {
                foreach (TableSegment segment in table.Segments) next = segment.Phys == next ? next + segment.Length : ulong.MaxValue;
            }

            return next == end ? null : Violated(index, $"a table of {memory} from 0x{start:x} to 0x{end:x}", StepText.Of(result));
        }
    }
}
