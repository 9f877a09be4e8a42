using System.Collections.Generic;
using XenDma.Specs.Harness;
using XenDma.Specs.Scenarios;

namespace XenDma.Specs.Invariants;

/// <summary>XD-SLOT-4.</summary>
public sealed class UnmapGivesBackItsSlots : Invariant
{
    /// <inheritdoc/>
    public override string Id => "XD-SLOT-4";

    /// <inheritdoc/>
    public override string Title => "an unmap gives back what its map took";

    /// <inheritdoc/>
    public override string Statement =>
        "The unmap of a mapping, or of a list, lowers the slots in use by as many as its map raised them: none stays, and none of another mapping goes with it.";

    /// <inheritdoc/>
    public override string Formula => "unmap K: slots_in_use before - after = slots_in_use after map K - before map K";

    /// <inheritdoc/>
    public override string Source => "swiotlb_tbl_unmap_single, kernel/dma/swiotlb.c, Linux 4.18";

    /// <inheritdoc/>
    public override Capabilities Needs => Capabilities.Streaming | Capabilities.PoolInspection;

    /// <inheritdoc/>
    public override StepKinds Concerns => StepKinds.Maps | StepKinds.Unmaps;

    /// <inheritdoc/>
    public override InvariantJudge Judge(RunFacts facts) => new UnmapGivesBackItsSlotsJudge(this, facts);

    private sealed class UnmapGivesBackItsSlotsJudge(Invariant invariant, RunFacts facts) : InvariantJudge(invariant, facts)
    {
        private readonly Dictionary<int, ulong> _taken = [];

        public override Finding? After(int index, Step step, StepResult result)
        {
            switch (step, result)
            {
                case (MapPageStep, Mapped) or (MapSgStep, ListMapped { Segments.Length: > 0 }):
                    _taken[index] = unchecked(Facts.Held.SlotsInUse - Facts.HeldBefore.SlotsInUse);
                    return null;
                case (UnmapPageStep or UnmapSgStep, Done) when Facts.Named.Count > 0 && _taken.Remove(Facts.Named[0].Mapping.Step, out ulong taken):
                    Count();
                    ulong owed = unchecked(Facts.HeldBefore.SlotsInUse - taken);
                    return Facts.Held.SlotsInUse == owed ? null
                        : Violated(index, $"{owed} slots in use, without the {taken} of #{Facts.Named[0].Mapping.Step}", $"{Facts.Held.SlotsInUse} slots in use");
                default:
                    return null;
            }
        }
    }
}
