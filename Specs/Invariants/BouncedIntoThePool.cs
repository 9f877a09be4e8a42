using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-BOUNCE-2.</summary>
public sealed class BouncedIntoThePool : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-BOUNCE-2";

    /// <inheritdoc/>
    public override string Title => "bounced into the pool";

    /// <inheritdoc/>
    public override string Statement => "What a device is given in place of the buffer lies in the pool, to the last byte.";

    /// <inheritdoc/>
    public override string Formula => "dma != bus_of(phys) => pool.start <= phys_of(dma) and phys_of(dma) + size <= pool.end";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_map_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new BouncedIntoThePoolJudge(this, facts);

    private sealed class BouncedIntoThePoolJudge(Invariant invariant, RunFacts facts) : MappingJudge(invariant, facts)
    {
        protected override Finding? JudgeMapping(int index, Mapping mapping)
        {
            if (mapping.IsDirect || mapping.Size == 0 || Facts.Pool is not { } pool) return null;
            Count();
            bool inPool = Machine.TryReach(mapping.Dma, out PhysAddr slot) && pool.Contains(slot) && mapping.Size <= pool.End.Value - slot.Value;
            return inPool ? null : Violated(index, $"{mapping} in the pool, {pool.Start}..{pool.End}", $"{mapping.Size} bytes at bus address {mapping.Dma}");
        }
    }
}
